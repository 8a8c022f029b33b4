using Cashback.Stores;
using static Cashback.Rules.Tests.Stores.Samples;

namespace Cashback.Rules.Tests.Stores;

/// <summary>A boost beside the usual tariff, put and ended by itself.</summary>
public sealed class BoostTests
{
    private static readonly Tariff Double = Percent(10, to: Now.AddDays(7));
    private static readonly Store Shop = Store.New(Profile(Percent(5)), Now.AddDays(-30));

    [Fact]
    public void Boost_counts_while_it_runs_and_the_usual_rate_before_and_after()
    {
        var boosted = Put(Shop, Double, Now);

        Assert.Equal(5, boosted.RateOf(2, Now.AddTicks(-1)).Percent);
        Assert.Equal(10, boosted.RateOf(2, Now).Percent);
        Assert.Equal(5, boosted.RateOf(2, Now.AddDays(7)).Percent);
        Assert.Same(boosted, Put(boosted, Double, Now.AddDays(1)));
    }

    [Fact]
    public void Another_boost_takes_its_place_and_older_clicks_keep_the_rate_that_they_were_shown()
    {
        var tripled = Put(Put(Shop, Double, Now), Percent(15, to: Now.AddDays(9)), Now.AddDays(2));

        Assert.Equal(10, tripled.RateOf(2, Now.AddDays(1)).Percent);
        Assert.Equal(15, tripled.RateOf(3, Now.AddDays(3)).Percent);
        Assert.Equal(5, tripled.RateOf(3, Now.AddDays(9)).Percent);
    }

    [Fact]
    public void Ended_boost_ends_now_and_ending_it_again_changes_nothing()
    {
        var boosted = Put(Shop, Double, Now);

        var ended = boosted.Put(boosted.WithBoost("default", null, Now.AddDays(1)).Value!, Now.AddDays(1));

        Assert.Equal(10, ended.RateOf(2, Now.AddHours(23)).Percent);
        Assert.Equal(5, ended.RateOf(3, Now.AddDays(1)).Percent);
        Assert.Same(ended, ended.Put(ended.WithBoost("default", null, Now.AddDays(2)).Value!, Now.AddDays(2)));
    }

    [Fact]
    public void What_is_no_boost_is_refused()
    {
        Assert.Equal("not-a-boost", Shop.WithBoost("default", Percent(5, to: Now.AddDays(1)), Now).Rejection!.Type);
        Assert.Equal("not-a-boost", Shop.WithBoost("default", Percent(10), Now).Rejection!.Type);
        Assert.Equal("not-a-boost", Shop.WithBoost("default", Percent(10, to: Now), Now).Rejection!.Type);
        Assert.Equal("unknown-tariff", Shop.WithBoost("other", Double, Now).Rejection!.Type);
    }

    private static Store Put(Store store, Tariff boost, DateTimeOffset now) => store.Put(store.WithBoost("default", boost, now).Value!, now);
}
