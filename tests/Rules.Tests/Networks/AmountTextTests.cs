using System.Globalization;
using Cashback.Networks;
using CsCheck;

namespace Cashback.Rules.Tests.Networks;

public class AmountTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1299.90", "1299.90")]
    [InlineData("1299,90", "1299.90")]
    [InlineData("1299,9", "1299.9")]
    [InlineData("1 299,90", "1299.90")]
    [InlineData("1\u00A0299\u00A0000.5", "1299000.5")]
    [InlineData("1.299", "1.299")]
    [InlineData("64.97450000", "64.9745")]
    [InlineData("1000000000", "1000000000")]
    [InlineData("007", "7")]
    public void Amount_without_doubt_is_read(string text, string amount)
    {
        Assert.True(AmountText.TryRead(text, out var read, out _));
        Assert.Equal(decimal.Parse(amount, CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("−1")]
    [InlineData("1,299")]
    [InlineData("1,299.90")]
    [InlineData("1.299,90")]
    [InlineData("12 99")]
    [InlineData("1 2999")]
    [InlineData("1e5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("12.")]
    [InlineData(".5")]
    [InlineData("100 RUB")]
    [InlineData("1000000000.01")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("1.123456789")]
    [InlineData("١٢٣")]
    public void Amount_with_any_doubt_is_refused(string text)
    {
        Assert.False(AmountText.TryRead(text, out _, out var why));
        Assert.NotEmpty(why!);
    }

    [Fact]
    public void Any_decimal_is_read_back_as_it_was_written() =>
        Gen.Select(Gen.Long[0, 999_999_999], Gen.Int[0, 99]).Sample((rubles, kopecks) =>
        {
            var amount = rubles + (kopecks / 100m);
            return AmountText.TryRead(amount.ToString("0.00", CultureInfo.InvariantCulture), out var read, out _) && read == amount;
        });

    [Fact]
    public void Any_text_is_read_or_refused_but_never_an_error() =>
        Gen.String.Sample(text => AmountText.TryRead(text, out var read, out var why) ? read is >= 0 and <= AmountText.Max : why is not null);
}
