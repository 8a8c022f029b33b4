using Cashback.Stores;
using CsCheck;
using static Cashback.Rules.Tests.Stores.Samples;

namespace Cashback.Rules.Tests.Stores;

public class StoreTests
{
    private static readonly Store Ozon = Store.New(Profile(), Now);

    [Fact]
    public void Rate_of_an_older_click_stays_when_the_store_changes_it()
    {
        var later = Ozon.Put(Profile(Percent(3)), Now.AddDays(1));

        Assert.Equal(5, later.RateAt(Now).Percent);
        Assert.Equal(5, later.RateAt(Now.AddDays(1).AddTicks(-1)).Percent);
        Assert.Equal(3, later.RateAt(Now.AddDays(1)).Percent);
    }

    [Fact]
    public void Higher_rate_does_not_reach_back_even_where_it_claims_to()
    {
        var later = Ozon.Put(Profile(Percent(5), Percent(20, from: Now.AddDays(-10), to: Now.AddDays(10))), Now.AddDays(1));

        Assert.Equal(5, later.RateAt(Now).Percent);
        Assert.Equal(20, later.RateAt(Now.AddDays(1)).Percent);
    }

    [Fact]
    public void Tariff_that_is_gone_ends_now_and_still_counts_for_older_clicks()
    {
        var store = Store.New(Profile(Percent(5), Percent(8, "books")), Now).Put(Profile(Percent(5)), Now.AddDays(2));

        Assert.Equal(8, store.RateAt(Now.AddDays(1), "books").Percent);
        Assert.Equal(5, store.RateAt(Now.AddDays(2), "books").Percent);
        Assert.DoesNotContain(store.Offer(Now.AddDays(2)).Tariffs, tariff => tariff.Code == "books");
    }

    [Fact]
    public void Same_profile_again_changes_nothing()
    {
        var profile = Profile(Percent(3), Percent(9, from: Now.AddDays(-1), to: Now.AddDays(5)), Percent(2, "books", from: Now.AddDays(3)));
        var once = Ozon.Put(profile, Now.AddDays(1));

        Assert.NotSame(Ozon, once);
        Assert.Same(once, once.Put(profile, Now.AddDays(1)));
        Assert.Same(once, once.Put(profile, Now.AddDays(2)));
        Assert.Same(once, once.Put(once.Offer(Now.AddDays(2)), Now.AddDays(2)));
    }

    [Fact]
    public void Running_boost_can_be_made_longer_or_cut_short()
    {
        var boosted = Ozon.Put(Profile(Percent(5), Percent(10, to: Now.AddDays(5))), Now.AddDays(1));
        var longer = boosted.Put(Profile(Percent(5), Percent(10, to: Now.AddDays(9))), Now.AddDays(2));
        var cut = longer.Put(Profile(Percent(5), Percent(10, to: Now.AddDays(2))), Now.AddDays(3));

        Assert.Equal(10, longer.RateAt(Now.AddDays(8)).Percent);
        Assert.Equal(10, cut.RateAt(Now.AddDays(2.5)).Percent);
        Assert.Equal(5, cut.RateAt(Now.AddDays(3)).Percent);
        Assert.Equal(5, cut.RateAt(Now).Percent);
    }

    [Fact]
    public void Boost_that_has_not_begun_vanishes_without_a_trace()
    {
        var planned = Ozon.Put(Profile(Percent(5), Percent(10, from: Now.AddDays(5), to: Now.AddDays(9))), Now);
        var dropped = planned.Put(Profile(Percent(5)), Now.AddDays(1));

        Assert.Equal(10, planned.RateAt(Now.AddDays(6)).Percent);
        Assert.Equal(5, dropped.RateAt(Now.AddDays(6)).Percent);
        Assert.Single(dropped.Profile.Tariffs);
    }

    [Fact]
    public void Tariffs_that_ended_over_a_year_ago_are_dropped()
    {
        var store = Ozon.Put(Profile(Percent(3)), Now).Put(Profile(Percent(4)), Now.AddDays(100));

        Assert.Equal(3, store.Put(Profile(Percent(4)) with { Name = "Озон" }, Now.AddDays(300)).Profile.Tariffs.Count);
        Assert.Single(store.Put(Profile(Percent(4)) with { Name = "Озон" }, Now.AddDays(500)).Profile.Tariffs);
    }

    [Fact]
    public void No_history_of_changes_ever_touches_the_rate_of_an_older_click() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 20], Gen.Int[-5, 30], Gen.Int[1, 30]).Array[1, 12].Sample(changes =>
        {
            var store = Ozon;
            var seen = new List<(DateTimeOffset At, decimal? Percent)>();
            var now = Now;
            foreach (var (usual, boost, from, days) in changes)
            {
                now += TimeSpan.FromDays(3);
                var begins = now.AddDays(from);
                var tariffs = boost == 0
                    ? new[] { Percent(usual) }
                    : new[] { Percent(usual), Percent(boost, from: begins, to: begins.AddDays(days)) };
                store = store.Put(Profile(tariffs), now);
                seen.Add((now, store.RateAt(now).Percent));
                seen.Add((now.AddDays(1), store.RateAt(now.AddDays(1)).Percent));
            }

            return seen.All(click => store.RateAt(click.At).Percent == click.Percent);
        });

    [Fact]
    public void Tracking_link_carries_the_click_id() =>
        Assert.Equal("https://ad.admitad.com/g/ozon/?subid=abc", Ozon.LinkFor("abc"));
}
