using Cashback.Purchases;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>Reports that come late, again, or while the purchase leaves the record.</summary>
public sealed class LateReportTests
{
    [Fact]
    public void A_word_older_than_a_repeated_decline_does_not_count()
    {
        var declined = Subscriber()
            .Reported(Report(100, version: 1))
            .Reported(Report(100, ReportedStatus.Declined, version: 3))
            .Reported(Report(100, ReportedStatus.Declined, version: 5));

        Assert.Same(declined, declined.Reported(Report(100, ReportedStatus.Confirmed, version: 4)));
    }

    [Fact]
    public void A_newer_word_without_effect_is_not_lost_while_the_purchase_leaves_the_record()
    {
        var (leaving, order) = Leaving();
        var told = new PurchaseNotified("order:admitad:shop:1", Revision: leaving.The().Revision, Archived: true);

        var reported = leaving.Reported(Report(100, ReportedStatus.Confirmed, version: 9), Now.AddMonths(1));

        Assert.Equal(Now.AddMinutes(9), reported.Delivered(told, Now.AddMonths(1)).FindPurchase(order)?.ReportedAt);
    }

    [Fact]
    public void A_settled_line_reported_again_for_a_younger_click_is_not_taken_for_a_new_purchase()
    {
        var (leaving, order) = Leaving();
        var told = new PurchaseNotified("order:admitad:shop:1", Revision: leaving.The().Revision, Archived: true);
        var gone = leaving.Delivered(told, Now.AddMonths(1));

        Assert.Null(gone.FindPurchase(order));
        Assert.True(gone.MayBeArchived(order));
        Assert.False(Subscriber().MayBeArchived(order));
    }

    [Fact]
    public void Raises_that_bring_nothing_do_not_lengthen_the_record()
    {
        var subscriber = Subscriber().Accrued(10_000);
        foreach (var bonuses in Enumerable.Range(1, 20))
        {
            subscriber = subscriber.Reported(Report(bonuses, ReportedStatus.Confirmed));
        }

        Assert.Equal((0L, 20L), (subscriber.The().Credited, subscriber.The().OverLimit));
        Assert.Empty(subscriber.The().Credits);
    }

    [Fact]
    public void Raises_in_one_month_are_one_credit()
    {
        var subscriber = Subscriber();
        foreach (var bonuses in Enumerable.Range(1, 20))
        {
            subscriber = subscriber.Reported(Report(bonuses, ReportedStatus.Confirmed));
        }

        Assert.Equal([new Credit(new YearMonth(2026, 11), 20)], subscriber.The().Credits);
    }

    /// <summary>The purchase was settled, its statement is written, and its own grain is about to hear all of it.</summary>
    private static (Subscriber Subscriber, OrderKey Order) Leaving()
    {
        var settled = Subscriber().Reported(Report(100, ReportedStatus.Confirmed, version: 1)).SettledOn(2026, 12, 1);
        var leaving = settled.Delivered(new EntryDelivered("stmt:2026-11"), Now.AddMonths(1));
        return (leaving, leaving.The().Order);
    }
}
