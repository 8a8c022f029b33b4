using Cashback.Stores;
using static Cashback.Rules.Tests.Stores.Samples;

namespace Cashback.Rules.Tests.Stores;

public class StoreRulesTests
{
    [Fact]
    public void Good_profile_is_accepted() => Assert.Null(StoreRules.Check(
        Profile(Percent(5), Percent(8.25m, to: Now.AddDays(1)), Fixed(300, "first"), Percent(100, "all")) with { Regions = new[] { "Москва" } }, Now));

    [Theory]
    [InlineData("")]
    [InlineData("Ozon")]
    [InlineData("thirteen-long")]
    [InlineData("a b")]
    public void Bad_id_is_named(string id) => AssertNamed("id", Profile() with { Id = id });

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("A\0B")]
    public void Bad_name_is_named(string name) => AssertNamed("name", Profile() with { Name = name });

    [Fact]
    public void Name_that_is_too_long_is_named() => AssertNamed("name", Profile() with { Name = new string('x', 101) });

    [Fact]
    public void Unknown_or_missing_categories_are_named()
    {
        AssertNamed("categories", Profile() with { Categories = new[] { "online", "gardening" } });
        AssertNamed("categories", Profile() with { Categories = Array.Empty<string>() });
    }

    [Theory]
    [InlineData("")]
    [InlineData("/relative?subid={click}")]
    [InlineData("ftp://example.com/{click}")]
    [InlineData("javascript:alert('{click}')")]
    [InlineData("https://example.com/?subid=")]
    [InlineData("https://example.com/?subid={click}&again={click}")]
    [InlineData("https://{click}.example.com/")]
    [InlineData("https://example.com{click}/")]
    [InlineData("https://user@example.com/?subid={click}")]
    [InlineData("https://example.com/?a b&subid={click}")]
    public void Bad_link_is_named(string link) => AssertNamed("linkTemplate", Profile() with { LinkTemplate = link });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(91)]
    public void Confirmation_takes_one_to_ninety_days(int days) => AssertNamed("confirmationDays", Profile() with { ConfirmationDays = days });

    [Theory]
    [InlineData("")]
    [InlineData("Admitad")]
    [InlineData("ad:mitad")]
    public void Bad_network_is_named(string network) => AssertNamed("network", Profile() with { Network = network });

    [Theory]
    [InlineData("rub")]
    [InlineData("RUBL")]
    [InlineData("")]
    public void Bad_currency_is_named(string currency) => AssertNamed("currency", Profile() with { Currency = currency });

    [Theory]
    [InlineData(0, "percent")]
    [InlineData(-5, "percent")]
    [InlineData(100.01, "percent")]
    [InlineData(1.00001, "percent")]
    public void Percentage_is_above_zero_and_at_most_a_hundred(double percent, string field) =>
        AssertNamed($"tariffs[0].{field}", Profile(Percent((decimal)percent)));

    [Theory]
    [InlineData(0)]
    [InlineData(-300)]
    [InlineData(1_000_001)]
    public void Fixed_sum_is_above_zero_and_not_absurd(long bonuses) => AssertNamed("tariffs[1].fixed", Profile(Percent(5), Fixed(bonuses, "x")));

    [Fact]
    public void Tariff_has_exactly_one_kind_of_rate()
    {
        AssertNamed("tariffs[0].percent", Profile(Percent(5) with { Rate = new Rate(5, 5) }));
        AssertNamed("tariffs[0].percent", Profile(Percent(5) with { Rate = new Rate(null, null) }));
    }

    [Fact]
    public void Interval_must_end_after_it_began()
    {
        AssertNamed("tariffs[1].validTo", Profile(Percent(5), Percent(6, "x", Now, Now)));
        AssertNamed("tariffs[1].validTo", Profile(Percent(5), Percent(6, "x", Now, Now.AddDays(-1))));
    }

    [Fact]
    public void Default_tariff_without_end_must_be_in_force()
    {
        AssertNamed("tariffs", Profile(Percent(5, "other")));
        AssertNamed("tariffs", Profile(Percent(5, to: Now.AddDays(10))));
        AssertNamed("tariffs", Profile(Percent(5, from: Now.AddDays(1))));
    }

    [Fact]
    public void Percentages_and_fixed_sums_do_not_mix_under_one_code() => AssertNamed("tariffs", Profile(Percent(5), Fixed(300)));

    [Fact]
    public void Sizes_are_limited()
    {
        AssertNamed("tariffs", Profile(Enumerable.Range(0, 101).Select(i => Percent(5, i == 0 ? Tariff.DefaultCode : $"c{i}")).ToArray()));
        AssertNamed("conditions", Profile() with { Conditions = new string('x', 4_001) });
        AssertNamed("regions", Profile() with { Regions = Enumerable.Repeat("Москва", 101).ToArray() });
    }

    private static void AssertNamed(string field, StoreProfile profile)
    {
        var rejection = StoreRules.Check(profile, Now);
        Assert.Equal(field, rejection?.Field);
        Assert.Equal(RejectionKind.Unacceptable, rejection?.Kind);
    }
}
