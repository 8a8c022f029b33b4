namespace Cashback.Rules.Tests.Messages;

public class PluralTests
{
    [Theory]
    [InlineData(0, "бонусов")]
    [InlineData(1, "бонус")]
    [InlineData(2, "бонуса")]
    [InlineData(4, "бонуса")]
    [InlineData(5, "бонусов")]
    [InlineData(11, "бонусов")]
    [InlineData(12, "бонусов")]
    [InlineData(14, "бонусов")]
    [InlineData(21, "бонус")]
    [InlineData(22, "бонуса")]
    [InlineData(111, "бонусов")]
    [InlineData(1001, "бонус")]
    [InlineData(10_000, "бонусов")]
    [InlineData(-1, "бонус")]
    [InlineData(-50, "бонусов")]
    [InlineData(long.MinValue, "бонусов")]
    public void Russian_word_follows_the_last_digits(long count, string word) =>
        Assert.Equal(word, Plural.Russian(count, "бонус", "бонуса", "бонусов"));

    [Theory]
    [InlineData(0, "bonuses")]
    [InlineData(1, "bonus")]
    [InlineData(21, "bonuses")]
    public void English_word_is_singular_for_one_only(long count, string word) =>
        Assert.Equal(word, Plural.English(count, "bonus", "bonuses"));
}
