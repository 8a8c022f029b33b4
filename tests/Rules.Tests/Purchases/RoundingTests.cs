using Cashback.Purchases;

namespace Cashback.Rules.Tests.Purchases;

/// <summary>Example rows of domain.md, "Cashback of a purchase".</summary>
public sealed class RoundingTests
{
    [Theory]
    [InlineData("0.49", 0)]
    [InlineData("0.50", 1)]
    [InlineData("1.30", 1)]
    [InlineData("1.80", 2)]
    [InlineData("2.50", 3)]
    [InlineData("0.5000000001", 1)]
    [InlineData("0.4999999999", 0)]
    public void Raw_rubles_are_rounded_to_whole_bonuses_halves_away_from_zero(string raw, long bonuses) =>
        Assert.Equal(bonuses, Rounding.ToBonuses(decimal.Parse(raw, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_percentage_is_rounded_once() => Assert.Equal(65, Rounding.CashbackOf(Rate.OfPercent(5), 1299.49m, 1));

    [Fact]
    public void A_fixed_sum_does_not_depend_on_the_amount() => Assert.Equal(300, Rounding.CashbackOf(Rate.OfFixed(300), 0.01m, 1));

    [Fact]
    public void Rounding_comes_after_the_conversion() =>
        // 9.99 USD × 96.53 × 5 % = 48.2167…; rounding to rubles or kopecks first would not change it, rounding dollars would (48.27).
        Assert.Equal(48, Rounding.CashbackOf(Rate.OfPercent(5), 9.99m, 96.53m));

    [Theory]
    [InlineData("0.99", 0)]
    [InlineData("1.5", 1)]
    [InlineData("64.9745", 64)]
    public void Programme_that_rounds_down_cuts_off(string raw, long bonuses) =>
        Assert.Equal(
            bonuses, Rounding.ToBonuses(decimal.Parse(raw, System.Globalization.CultureInfo.InvariantCulture), RoundingPolicy.Down));
}
