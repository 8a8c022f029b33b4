using Cashback.Currencies;

namespace Cashback.Rules.Tests.Currencies;

public class ExchangeRatesTests
{
    private static readonly DateOnly Today = new(2026, 11, 15);
    private static readonly ExchangeRates Known = ExchangeRates.Empty
        .Put(Today.AddDays(-5), Usd(90.5m), Today)
        .Put(Today.AddDays(-2), Usd(91.25m), Today);

    [Theory]
    [InlineData(-5, "90.5")]
    [InlineData(-3, "90.5")]
    [InlineData(-2, "91.25")]
    [InlineData(0, "91.25")]
    [InlineData(5, "91.25")]
    public void Rate_is_that_of_the_day_or_of_the_newest_earlier_one(int day, string rate) => Assert.Equal(
        decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), Known.Table.Find("USD", Today.AddDays(day)));

    [Fact]
    public void Rate_older_than_a_week_does_not_count() => Assert.Null(Known.Table.Find("USD", Today.AddDays(6)));

    [Fact]
    public void Later_rate_does_not_reach_back() => Assert.Null(Known.Table.Find("USD", Today.AddDays(-6)));

    [Fact]
    public void Day_without_the_currency_is_passed_over()
    {
        var euros = Known.Put(Today, new Dictionary<string, decimal> { ["EUR"] = 98 }, Today);
        Assert.Equal(91.25m, euros.Table.Find("USD", Today));
        Assert.Null(euros.Table.Find("CNY", Today));
    }

    [Fact]
    public void Ruble_is_always_one_ruble() => Assert.Equal(1, ExchangeRateTable.Empty.Find("RUB", Today));

    [Fact]
    public void Standing_rate_holds_on_days_that_have_none()
    {
        var standing = Known.PutStanding(Usd(80));
        Assert.Equal(91.25m, standing.Table.Find("USD", Today));
        Assert.Equal(80, standing.Table.Find("USD", Today.AddDays(400)));
        Assert.Same(standing, standing.PutStanding(Usd(80)));
    }

    [Fact]
    public void Same_rates_again_change_nothing_and_others_replace_the_day()
    {
        Assert.Same(Known, Known.Put(Today.AddDays(-2), Usd(91.25m), Today));
        var replaced = Known.Put(Today.AddDays(-2), Usd(92), Today);
        Assert.Equal(92, replaced.Table.Find("USD", Today));
        Assert.Equal(2, replaced.Table.Days.Count);
        Assert.Equal(90.5m, replaced.Put(Today.AddDays(-2), new Dictionary<string, decimal>(), Today).Table.Find("USD", Today));
    }

    [Fact]
    public void Days_of_long_ago_are_dropped()
    {
        var later = Known.Put(Today.AddDays(118), Usd(95), Today.AddDays(118));
        Assert.Equal([Today.AddDays(118), Today.AddDays(-2)], later.Table.Days.Select(day => day.Day));
    }

    [Theory]
    [InlineData("usd", 90)]
    [InlineData("RUB", 1)]
    [InlineData("DOLLAR", 90)]
    [InlineData("USD", 0)]
    [InlineData("USD", -1)]
    [InlineData("USD", 10_000_001)]
    public void Bad_rate_is_named_by_its_currency(string currency, int rate) =>
        Assert.Equal(currency, ExchangeRates.Check(Today, new Dictionary<string, decimal> { [currency] = rate }, Today)?.Field);

    [Theory]
    [InlineData(2)]
    [InlineData(-121)]
    public void Day_out_of_reach_is_named(int day) =>
        Assert.Equal("day", ExchangeRates.Check(Today.AddDays(day), Usd(90), Today)?.Field);

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-120)]
    public void Day_within_reach_is_accepted(int day) => Assert.Null(ExchangeRates.Check(Today.AddDays(day), Usd(90.123456m), Today));

    private static Dictionary<string, decimal> Usd(decimal rate) => new() { ["USD"] = rate };
}
