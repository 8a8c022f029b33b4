using Cashback.Purchases;
using CsCheck;

namespace Cashback.Rules.Tests.Purchases;

public class OrderNumberTests
{
    [Theory]
    [InlineData("a-77")]
    [InlineData("№ A-77")]
    [InlineData("# a-77")]
    [InlineData("#A-77")]
    [InlineData("A - 77")]
    [InlineData("\u00A0A-77\u2009")]
    [InlineData("\uFEFFA-77\u200B")]
    public void One_order_number_however_it_is_written(string text) => Assert.True(OrderNumber.Same("A-77", text));

    [Theory]
    [InlineData("A-78")]
    [InlineData("A77")]
    [InlineData("")]
    [InlineData("№")]
    [InlineData(null)]
    public void Another_order_number_is_another(string? text) => Assert.False(OrderNumber.Same("A-77", text));

    [Fact]
    public void Long_text_is_cut_and_says_so()
    {
        var text = new string('7', 101);
        Assert.Equal(new string('7', 100), OrderNumber.Display(text[..100]));
        Assert.Equal(new string('7', 99) + "…", OrderNumber.Display(text));
        Assert.True(OrderNumber.Same(text, OrderNumber.Display(text)));
    }

    [Fact]
    public void Any_text_has_one_normal_form_and_a_short_display() => Gen.String.Sample(text =>
        OrderNumber.Normal(OrderNumber.Normal(text)) == OrderNumber.Normal(text)
        && OrderNumber.Display(text).Length <= OrderNumber.LengthMax
        && OrderNumber.Normal(OrderNumber.Display(text)) == OrderNumber.Normal(text));
}
