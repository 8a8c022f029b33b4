using Cashback.Purchases;

namespace Cashback.Rules.Tests.Purchases;

public sealed class PurchaseLifeTests
{
    [Theory]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Created, nameof(Turn.Stay))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Confirmed, nameof(Turn.Confirm))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Declined, nameof(Turn.Decline))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.OnHold, nameof(Turn.Stay))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Created, nameof(Turn.Ignore))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Confirmed, nameof(Turn.Stay))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Declined, nameof(Turn.Reverse))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.OnHold, nameof(Turn.Hold))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Created, nameof(Turn.Ignore))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Confirmed, nameof(Turn.Confirm))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Declined, nameof(Turn.Repeat))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.OnHold, nameof(Turn.Refuse))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Created, nameof(Turn.Ignore))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Confirmed, nameof(Turn.Confirm))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Declined, nameof(Turn.Refuse))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.OnHold, nameof(Turn.Refuse))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Created, nameof(Turn.Ignore))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Confirmed, nameof(Turn.Refuse))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Declined, nameof(Turn.Repeat))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.OnHold, nameof(Turn.Refuse))]
    public void Every_word_has_its_turn_in_every_status(PurchaseStatus status, ReportedStatus word, string turn) =>
        Assert.Equal(turn, PurchaseLife.Decide(status, word).ToString());

    [Fact]
    public void The_first_to_tell_owns_the_line_and_a_later_claim_is_kept_for_operations()
    {
        var order = new OrderKey("admitad", "shop", "1");
        var first = OrderLine.Learn(null, new PurchaseSnapshot(order, "A", 1, DateTimeOffset.UnixEpoch));
        var second = OrderLine.Learn(first, new PurchaseSnapshot(order, "B", 7, null));

        Assert.Equal("A", second.SubscriberId);
        Assert.Equal(["B"], second.OtherClaims);
        Assert.Equal(DateTimeOffset.UnixEpoch, second.WatchedUntil);
        Assert.Same(second, OrderLine.Learn(second, new PurchaseSnapshot(order, "B", 8, null)));
    }

    [Fact]
    public void An_older_snapshot_or_the_same_again_changes_nothing()
    {
        var order = new OrderKey("admitad", "shop", "1");
        var newest = OrderLine.Learn(null, new PurchaseSnapshot(order, "A", 3, null));

        Assert.Same(newest, OrderLine.Learn(newest, new PurchaseSnapshot(order, "A", 2, DateTimeOffset.UnixEpoch)));
        Assert.Same(newest, OrderLine.Learn(newest, new PurchaseSnapshot(order, "A", 3, null)));
    }
}
