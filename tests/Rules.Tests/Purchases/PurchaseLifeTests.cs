using Cashback.Purchases;

namespace Cashback.Rules.Tests.Purchases;

public sealed class PurchaseLifeTests
{
    [Theory]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Created, nameof(Transition.Stay))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Confirmed, nameof(Transition.Confirm))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.Declined, nameof(Transition.Decline))]
    [InlineData(PurchaseStatus.Pending, ReportedStatus.OnHold, nameof(Transition.Stay))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Created, nameof(Transition.Ignore))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Confirmed, nameof(Transition.Stay))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.Declined, nameof(Transition.Reverse))]
    [InlineData(PurchaseStatus.Confirmed, ReportedStatus.OnHold, nameof(Transition.Hold))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Created, nameof(Transition.Ignore))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Confirmed, nameof(Transition.Confirm))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.Declined, nameof(Transition.Repeat))]
    [InlineData(PurchaseStatus.Declined, ReportedStatus.OnHold, nameof(Transition.Refuse))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Created, nameof(Transition.Ignore))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Confirmed, nameof(Transition.Confirm))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.Declined, nameof(Transition.Refuse))]
    [InlineData(PurchaseStatus.Expired, ReportedStatus.OnHold, nameof(Transition.Refuse))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Created, nameof(Transition.Ignore))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Confirmed, nameof(Transition.Refuse))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.Declined, nameof(Transition.Repeat))]
    [InlineData(PurchaseStatus.Reversed, ReportedStatus.OnHold, nameof(Transition.Refuse))]
    public void Every_word_has_its_turn_in_every_status(PurchaseStatus status, ReportedStatus word, string transition) =>
        Assert.Equal(transition, PurchaseLife.Decide(status, word).ToString());

    [Fact]
    public void The_first_to_tell_owns_the_line_and_a_later_claim_is_kept_for_operations()
    {
        var order = new OrderKey("admitad", "shop", "1");
        var first = OrderLine.Apply(null, new PurchaseSnapshot(order, "A", 1, DateTimeOffset.UnixEpoch));
        var second = OrderLine.Apply(first, new PurchaseSnapshot(order, "B", 7, null));

        Assert.Equal("A", second.SubscriberId);
        Assert.Equal(["B"], second.OtherClaims);
        Assert.Equal(DateTimeOffset.UnixEpoch, second.WatchedUntil);
        Assert.Same(second, OrderLine.Apply(second, new PurchaseSnapshot(order, "B", 8, null)));
    }

    [Fact]
    public void An_older_snapshot_or_the_same_again_changes_nothing()
    {
        var order = new OrderKey("admitad", "shop", "1");
        var newest = OrderLine.Apply(null, new PurchaseSnapshot(order, "A", 3, null));

        Assert.Same(newest, OrderLine.Apply(newest, new PurchaseSnapshot(order, "A", 2, DateTimeOffset.UnixEpoch)));
        Assert.Same(newest, OrderLine.Apply(newest, new PurchaseSnapshot(order, "A", 3, null)));
    }
}
