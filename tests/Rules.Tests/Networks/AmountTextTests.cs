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
    [InlineData("27964.000000000004", "27964.000000000004")]
    [InlineData("994.9999999999999", "994.999999999999")]
    [InlineData("1.2999e3", "1299.9")]
    [InlineData("1.2999E+3", "1299.9")]
    [InlineData("1,2999E+03", "1299.9")]
    [InlineData("1,299E3", "1299")]
    [InlineData("129990e-2", "1299.90")]
    [InlineData("1e5", "100000")]
    [InlineData("0e9", "0")]
    [InlineData("+1299.90", "1299.90")]
    [InlineData(".5", "0.5")]
    [InlineData(",5", "0.5")]
    [InlineData("1299.90 RUB", "1299.90")]
    [InlineData("RUB 1299.90", "1299.90")]
    [InlineData("1 299,90 ₽", "1299.90")]
    [InlineData("1\u2009299,90\u00A0руб.", "1299.90")]
    [InlineData("1'299.90", "1299.90")]
    [InlineData("\uFEFF 12 ", "12")]
    [InlineData("1.1000000000000000055511151231257827", "1.1")]
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
    [InlineData("1e16")]
    [InlineData("1e400")]
    [InlineData("1e")]
    [InlineData("e5")]
    [InlineData("1.2e3.4")]
    [InlineData("1299 90")]
    [InlineData("1299-90")]
    [InlineData("1299.90.")]
    [InlineData("12 XYZ")]
    [InlineData("NaN5")]
    [InlineData("RUB 12 RUB")]
    [InlineData("12 шт.")]
    [InlineData("+-5")]
    [InlineData("₽")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("12.")]
    [InlineData("1000000000.01")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("١٢٣")]
    public void Amount_with_any_doubt_is_refused(string text)
    {
        Assert.False(AmountText.TryRead(text, out _, out var why));
        Assert.NotEmpty(why!.En);
    }

    [Fact]
    public void Any_decimal_is_read_back_as_it_was_written() =>
        Gen.Select(Gen.Long[0, 999_999_999], Gen.Int[0, 99]).Sample((rubles, kopecks) =>
        {
            var amount = rubles + (kopecks / 100m);
            return AmountText.TryRead(amount.ToString("0.00", CultureInfo.InvariantCulture), out var read, out _) && read == amount;
        });

    [Theory]
    [InlineData("1 299,90 ₽", "RUB")]
    [InlineData("12.50 USD", "USD")]
    [InlineData("€12", "EUR")]
    [InlineData("12", null)]
    public void Currency_beside_the_number_is_told(string text, string? currency)
    {
        Assert.True(AmountText.TryRead(text, null, false, out _, out var told, out _));
        Assert.Equal(currency, told);
    }

    /// <summary>However a sender writes one amount, it is the same once it is rounded to kopecks.</summary>
    [Fact]
    public void One_amount_is_the_same_in_every_writing() =>
        Gen.Select(Gen.Int[0, 99_999_999], Gen.Int[0, 8]).Sample((kopecks, form) =>
        {
            var amount = kopecks / 100m;
            var plain = amount.ToString("0.00", CultureInfo.InvariantCulture);
            var text = form switch
            {
                0 => "+" + plain,
                1 => plain.Replace('.', ','),
                2 => amount.ToString("#,0.00", CultureInfo.InvariantCulture).Replace(',', '\u00A0'),
                3 => amount.ToString("#,0.00", CultureInfo.InvariantCulture).Replace(",", " ", StringComparison.Ordinal).Replace('.', ',') + " ₽",
                4 => ((double)amount).ToString("E16", CultureInfo.InvariantCulture),
                5 => plain + "000000000004",
                6 => "\uFEFF" + plain + " RUB",
                7 => ((double)amount).ToString("R", CultureInfo.InvariantCulture),
                _ => plain,
            };
            return AmountText.TryRead(text, out var read, out _) && Math.Round(read, 2, MidpointRounding.AwayFromZero) == amount;
        });

    [Fact]
    public void Any_text_is_read_or_refused_but_never_an_error() =>
        Gen.String.Sample(
            text => AmountText.TryRead(text, out var read, out var why) ? read is >= 0 and <= AmountText.Max : why is not null);
}
