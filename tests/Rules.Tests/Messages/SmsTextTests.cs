using Cashback.Messages;

namespace Cashback.Rules.Tests.Messages;

public class SmsTextTests
{
    [Theory]
    [InlineData('a', 1, 1)]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    [InlineData('я', 70, 1)]
    [InlineData('я', 71, 2)]
    [InlineData('я', 134, 2)]
    [InlineData('я', 135, 3)]
    public void Text_costs_a_part_for_160_or_70_characters_and_less_when_it_has_more_parts(char letter, int length, int parts) =>
        Assert.Equal(parts, SmsText.Parts(new string(letter, length)));

    [Fact]
    public void One_letter_outside_the_small_alphabet_makes_all_the_text_cost_more() =>
        Assert.Equal((1, 2), (SmsText.Parts(new string('a', 100)), SmsText.Parts(new string('a', 99) + "₽")));
}
