using Cashback.Cards;

namespace Cashback.Rules.Tests.Cards;

public sealed class CardSettingsTests
{
    public static TheoryData<string, Action<CardSettings>> Wrong => new()
    {
        { "MonthlyCap", settings => settings.MonthlyCap = -1 },
        { "Fee", settings => settings.Fee = 0.001m },
        { "DeskPercent", settings => settings.DeskPercent = 101 },
        { "FeeFreeMonths", settings => settings.FeeFreeMonths = -1 },
        { "HighInterestFrom", settings => settings.HighInterestFrom = 1_000 },
        { "Categories:leisure:Percent", settings => settings.Categories["leisure"].Percent = -1 },
        { "Categories:leisure:Codes", settings => settings.Categories["leisure"].Codes = "581" },
        { "Categories:leisure:Codes", settings => settings.Categories["leisure"].Codes = "5814-5811" },
        { "Categories:leisure:Codes", settings => settings.Categories["leisure"].Codes = "5811-5812-5813" },
        { "Categories:everyday:Codes", settings => settings.Categories["everyday"].Codes = "5541,5816" },
        { "Categories:other:Merchants", settings => settings.Categories["leisure"].Merchants = settings.Categories["other"].Merchants = "Clinic" },
        { "ExcludedCodes", settings => settings.ExcludedCodes = "5800-5900" },
        { "ExcludedCodes", settings => settings.ExcludedCodes = "*" },
        { "Categories", settings => settings.Categories["rest"] = new() { Percent = 2, Codes = "*" } },
    };

    [Fact]
    public void Defaults_are_sound() => Assert.Empty(new CardSettings().Faults());

    [Theory, MemberData(nameof(Wrong))]
    public void What_can_not_be_is_named(string setting, Action<CardSettings> spoil)
    {
        var settings = new CardSettings();
        spoil(settings);
        Assert.Equal([setting], settings.Faults().Select(fault => fault[..fault.IndexOf(" is ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Code_of_no_list_earns_nothing_where_no_category_is_for_every_other_one()
    {
        var settings = new CardSettings();
        settings.Categories.Remove("other");
        Assert.Equal(0, new MerchantCategories(settings.ToTerms()).PercentOf("5411"));
    }

    [Theory]
    [InlineData("bank-4711", true)]
    [InlineData("12345678901", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("4111111111111111", false)]
    [InlineData("4111-1111-1111-1111", false)]
    [InlineData("123456789012", false)]
    public void Number_of_a_card_is_no_id(string id, bool good) => Assert.Equal(good, CardIds.Fault(id) is null);

    [Theory]
    [InlineData("id", "", "2026-11-02T12:00:00+03:00", "5812", "1")]
    [InlineData("id", "a b", "2026-11-02T12:00:00+03:00", "5812", "1")]
    [InlineData("amount", "t", "2026-11-02T12:00:00+03:00", "5812", "0")]
    [InlineData("amount", "t", "2026-11-02T12:00:00+03:00", "5812", "-1")]
    [InlineData("amount", "t", "2026-11-02T12:00:00+03:00", "5812", "1.001")]
    [InlineData("amount", "t", "2026-11-02T12:00:00+03:00", "5812", "100000000.01")]
    [InlineData("mcc", "t", "2026-11-02T12:00:00+03:00", null, "1")]
    [InlineData("mcc", "t", "2026-11-02T12:00:00+03:00", "581", "1")]
    [InlineData("mcc", "t", "2026-11-02T12:00:00+03:00", "58a2", "1")]
    [InlineData("time", "t", "2026-11-02T13:00:01+03:00", "5812", "1")]
    [InlineData("time", "t", "2025-11-01T11:59:59+03:00", "5812", "1")]
    [InlineData(null, "t:1.2-3_4", "2026-11-02T13:00:00+03:00", "5812", "0.01")]
    public void Line_of_the_feed_is_refused_with_its_field(string? field, string id, string time, string? mcc, decimal amount)
    {
        var at = DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            field, TransactionRules.Fault(new CardTransaction(id, at, mcc, amount, CardTransactionKind.Purchase), CardWorld.Monday)?.Field);
    }
}
