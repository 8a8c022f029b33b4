using Cashback.Purchases;
using Cashback.Subscribers;
using static Cashback.Rules.Tests.Subscribers.Given;

namespace Cashback.Rules.Tests.Subscribers;

/// <summary>The same order number and amount under another id is held back, however it comes.</summary>
public sealed class SameOrderTests
{
    private static readonly OrderReport First = Report(100, ReportedStatus.Confirmed);
    private static readonly OrderReport Again = First with { Order = First.Order with { LineId = "1.0" }, ReceivedAt = Now.AddDays(1) };

    [Theory]
    [InlineData(ReportedStatus.Created)]
    [InlineData(ReportedStatus.Confirmed)]
    [InlineData(ReportedStatus.Declined)]
    public void The_same_order_and_amount_under_another_id_is_held_back(ReportedStatus status)
    {
        var subscriber = Subscriber().Reported(First);

        var (next, verdict) = subscriber.Report(Again with { Status = status }, Now.AddDays(1), TheRules);

        Assert.Same(subscriber, next);
        Assert.Equal(new ReportVerdict(ReportResult.Unattributable, ReportVerdict.SameOrder, "admitad:shop:1"), verdict);
    }

    [Fact]
    public void A_line_that_is_said_to_be_another_one_counts()
    {
        var subscriber = Subscriber().Reported(First).Reported(Again with { DistinctFrom = ["admitad:shop:1"] });

        Assert.Equal([100L, 100L], subscriber.Purchases.Select(purchase => purchase.Credited));
        Assert.Same(subscriber, subscriber.Reported(Again));
    }

    [Fact]
    public void Lines_of_an_order_that_differ_are_left_alone()
    {
        var subscriber = Subscriber().Reported(First)
            .Reported(Again with { Amount = Money.Rubles(1) })
            .Reported(Again with { Order = First.Order with { LineId = "2" }, OrderId = "B" })
            .Reported(Again with { Order = First.Order with { LineId = "3" }, OrderId = null })
            .Reported(Again with { Order = First.Order with { LineId = "4" }, ClickedAt = First.ClickedAt.AddMinutes(1) })
            .Reported(Again with { Order = First.Order with { LineId = "5", StoreId = "other" } });

        Assert.Equal(6, subscriber.Purchases.Count);
    }

    [Fact]
    public void An_order_among_those_that_have_left_the_record_has_to_be_looked_for()
    {
        var settled = Subscriber().Reported(First).SettledOn(2026, 12, 1).Delivered(new EntryDelivered("stmt:2026-11"), Now.AddMonths(1));
        var gone = settled.Delivered(new PurchaseNotified("order:admitad:shop:1", Revision: settled.The().Revision, Archived: true), Now.AddMonths(1));

        Assert.True(gone.MayHideSameOrder(Again));
        Assert.False(gone.MayHideSameOrder(Again with { ClickedAt = Now.AddDays(3) }));
        Assert.False(settled.MayHideSameOrder(Again));
        Assert.Equal(ReportVerdict.SameOrder, gone.Report(Again, Now.AddMonths(1), TheRules, "admitad:shop:1").Verdict.Reason);
    }
}
