using Cashback.Stores;
using static Cashback.Rules.Tests.Stores.Samples;

namespace Cashback.Rules.Tests.Stores;

public class TariffChoiceTests
{
    private static readonly Tariff Boost = Percent(10, from: Now, to: Now.AddDays(7));
    private static readonly Tariff[] Boosted = [Percent(5), Boost];

    [Fact]
    public void Named_tariff_counts_whatever_the_case_and_by_code_or_name()
    {
        Tariff[] tariffs = [Percent(5), new Tariff("electronics", "Электроника", Rate.OfPercent(1.5m))];

        Assert.Equal(1.5m, TariffChoice.At(tariffs, Now, "electronics").Rate.Percent);
        Assert.Equal(1.5m, TariffChoice.At(tariffs, Now, "ELECTRONICS").Rate.Percent);
        Assert.Equal(1.5m, TariffChoice.At(tariffs, Now, " электроника ").Rate.Percent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("unheard of")]
    public void Unknown_tariff_means_the_default_one(string? tariff) =>
        Assert.Equal(5, TariffChoice.At([Percent(5), Percent(9, "other")], Now, tariff).Rate.Percent);

    [Fact]
    public void Named_tariff_that_is_not_in_force_gives_way_to_the_default_one() =>
        Assert.Equal(5, TariffChoice.At([Percent(5), Percent(9, "other", to: Now)], Now, "other").Rate.Percent);

    [Fact]
    public void Boost_counts_from_its_beginning_to_just_before_its_end()
    {
        Assert.Equal(5, TariffChoice.At(Boosted, Now.AddTicks(-1)).Rate.Percent);
        Assert.Equal(10, TariffChoice.At(Boosted, Now).Rate.Percent);
        Assert.Equal(10, TariffChoice.At(Boosted, Now.AddDays(7).AddTicks(-1)).Rate.Percent);
        Assert.Equal(5, TariffChoice.At(Boosted, Now.AddDays(7)).Rate.Percent);
    }

    [Fact]
    public void Best_of_two_counts_whatever_their_order()
    {
        Assert.Equal(10, TariffChoice.At([Boost, Percent(5)], Now).Rate.Percent);
        Assert.Equal(300, TariffChoice.At([Fixed(100), Fixed(300)], Now).Rate.Fixed);
    }

    [Fact]
    public void Only_what_is_better_than_usual_for_a_while_is_a_boost()
    {
        Assert.True(TariffChoice.IsBoost(Boost, Boosted, Now));
        Assert.False(TariffChoice.IsBoost(Boost, Boosted, Now.AddDays(7)));
        Assert.False(TariffChoice.IsBoost(Boosted[0], Boosted, Now));
        var worse = Percent(4, to: Now.AddDays(1));
        Assert.False(TariffChoice.IsBoost(worse, [Percent(5), worse], Now));
    }

    [Fact]
    public void Click_a_moment_older_than_the_store_gets_its_first_rate() =>
        Assert.Equal(5, TariffChoice.At([Percent(5, from: Now)], Now.AddMilliseconds(-20)).Rate.Percent);
}
