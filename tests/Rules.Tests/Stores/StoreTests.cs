using Cashback.Clicks;
using Cashback.Stores;
using CsCheck;
using static Cashback.Rules.Tests.Stores.Samples;

namespace Cashback.Rules.Tests.Stores;

public class StoreTests
{
    private static readonly Store Ozon = Store.New(Profile(), Now);

    /// <summary>A change a minute, up to version 9 000.</summary>
    private static readonly Store Changed = Enumerable.Range(2, 8_999).Aggregate(
        Store.New(Profile(), Now.AddMinutes(1)),
        (store, version) => store.Put(Profile(Percent(version % 2 == 0 ? 3 : 5)), Now.AddMinutes(version)));

    [Fact]
    public void Rate_of_an_older_click_stays_when_the_store_changes_it()
    {
        var later = Ozon.Put(Profile(Percent(3)), Now.AddDays(1));

        Assert.Equal((1, 2), (Ozon.Terms.Version, later.Terms.Version));
        Assert.Equal(5, later.RateOf(1, Now).Percent);
        Assert.Equal(3, later.RateOf(2, Now.AddDays(1)).Percent);
    }

    /// <summary>A click of a silo whose clock is behind or ahead, or that was answered while the change was being saved.</summary>
    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    [InlineData(60)]
    public void A_click_pays_by_the_terms_that_it_was_shown_whatever_its_clock_says(int seconds)
    {
        var boosted = Ozon.Put(
            Profile(Percent(5), Percent(9, to: Now.AddDays(9))), Now.AddDays(1)).Put(Profile(Percent(3)), Now.AddDays(2));
        var at = Now.AddDays(2).AddSeconds(seconds);

        Assert.Equal(5, boosted.RateOf(1, at).Percent);
        Assert.Equal(9, boosted.RateOf(2, at).Percent);
        Assert.Equal(3, boosted.RateOf(3, at).Percent);
    }

    [Fact]
    public void Higher_rate_does_not_reach_back_even_where_it_claims_to()
    {
        var later = Ozon.Put(Profile(Percent(5), Percent(20, from: Now.AddDays(-10), to: Now.AddDays(10))), Now.AddDays(1));

        Assert.Equal(5, later.RateOf(1, Now).Percent);
        Assert.Equal(20, later.RateOf(2, Now.AddDays(1)).Percent);
    }

    [Fact]
    public void Tariff_that_is_gone_still_counts_for_older_clicks()
    {
        var store = Store.New(Profile(Percent(5), Percent(8, "books")), Now).Put(Profile(Percent(5)), Now.AddDays(2));

        Assert.Equal(8, store.RateOf(1, Now.AddDays(1), "books").Percent);
        Assert.Equal(5, store.RateOf(2, Now.AddDays(2), "books").Percent);
        Assert.DoesNotContain(store.Offer(Now.AddDays(2)).Tariffs, tariff => tariff.Code == "books");
    }

    [Fact]
    public void The_network_to_which_a_click_was_led_stays_when_the_store_moves_to_another()
    {
        var moved = Ozon.Put(Profile() with { Network = "cityads" }, Now.AddDays(1)).Put(
            Profile(Percent(3)) with { Network = "cityads" }, Now.AddDays(2));

        Assert.Equal(["admitad", "cityads", "cityads"], new[] { 1, 2, 3 }.Select(moved.Terms.NetworkOf));
    }

    [Fact]
    public void What_a_click_is_not_shown_makes_no_new_version()
    {
        var renamed = Ozon.Put(Profile() with { Name = "Озон" }, Now.AddDays(1));

        Assert.NotSame(Ozon, renamed);
        Assert.Equal(1, renamed.Terms.Version);
    }

    /// <summary>A click id has the version modulo 4096; the click's time says which one it is.</summary>
    [Fact]
    public void A_version_is_found_again_after_thousands_of_changes() =>
        Gen.Select(Gen.Int[1, 9_000], Gen.Int[-120, 120], Gen.Int[0, 300]).Sample((version, seconds, ahead) =>
        {
            var clickedAt = Now.AddMinutes(version).AddSeconds(30 + seconds);
            Assert.Equal(version, Changed.Terms.Find(version % ClickIds.TermsModulus, clickedAt));
            Assert.Null(Changed.Terms.Find((9_001 + ahead) % ClickIds.TermsModulus, Now.AddMinutes(9_001 + ahead)));
        });

    [Fact]
    public void A_version_that_the_record_does_not_know_yet_is_not_taken_for_another() =>
        Assert.Null(Ozon.Terms.Find(2, Now.AddSeconds(1)));

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

        Assert.Equal(10, longer.RateOf(3, Now.AddDays(8)).Percent);
        Assert.Equal(10, cut.RateOf(3, Now.AddDays(2.5)).Percent);
        Assert.Equal(5, cut.RateOf(4, Now.AddDays(3)).Percent);
        Assert.Equal(5, cut.RateOf(1, Now).Percent);
    }

    [Fact]
    public void Boost_that_has_not_begun_vanishes_without_a_trace()
    {
        var planned = Ozon.Put(Profile(Percent(5), Percent(10, from: Now.AddDays(5), to: Now.AddDays(9))), Now);
        var dropped = planned.Put(Profile(Percent(5)), Now.AddDays(1));

        Assert.Equal(10, planned.RateOf(2, Now.AddDays(6)).Percent);
        Assert.Equal(5, dropped.RateOf(3, Now.AddDays(6)).Percent);
        Assert.Single(dropped.Profile.Tariffs);
    }

    [Fact]
    public void Tariffs_that_ended_over_a_year_ago_are_dropped()
    {
        var store = Ozon.Put(Profile(Percent(3)), Now).Put(Profile(Percent(4)), Now.AddDays(100));

        Assert.Equal(2, store.Put(Profile(Percent(6)), Now.AddDays(367)).Terms.Tariffs.Count(span => span.Until is not null));
        Assert.Equal(1, store.Put(Profile(Percent(6)), Now.AddDays(500)).Terms.Tariffs.Count(span => span.Until is not null));
        Assert.Equal(4, store.Put(Profile(Percent(6)), Now.AddDays(500)).RateOf(1, Now).Percent);
    }

    [Fact]
    public void No_history_of_changes_ever_touches_the_rate_of_an_older_click() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 20], Gen.Int[-5, 30], Gen.Int[1, 30]).Array[1, 12].Sample(changes =>
        {
            var store = Ozon;
            var seen = new List<(int Terms, DateTimeOffset At, decimal? Percent)>();
            var now = Now;
            foreach (var (usual, boost, from, days) in changes)
            {
                now += TimeSpan.FromDays(3);
                var begins = now.AddDays(from);
                var tariffs = boost == 0
                    ? new[] { Percent(usual) }
                    : new[] { Percent(usual), Percent(boost, from: begins, to: begins.AddDays(days)) };
                store = store.Put(Profile(tariffs), now);
                var terms = store.Terms.Version;
                seen.Add((terms, now, store.RateOf(terms, now).Percent));
                seen.Add((terms, now.AddDays(1), store.RateOf(terms, now.AddDays(1)).Percent));
            }

            return seen.All(click => store.RateOf(click.Terms, click.At).Percent == click.Percent);
        });

    [Fact]
    public void Tracking_link_carries_the_click_id() =>
        Assert.Equal("https://ad.admitad.com/g/ozon/?subid=abc", Ozon.LinkFor("abc"));
}
