using Cashback.Campaigns;
using Cashback.Payouts;

namespace Cashback.Subscribers;

/// <summary>What a delivered entry of the outbox brings back. One that could not be delivered brings nothing, and is tried again.</summary>
[GenerateSerializer, Immutable, Alias("outbox-delivery")]
internal abstract record Delivery
{
    public abstract string EntryId { get; init; }
}

[GenerateSerializer, Immutable, Alias("entry-delivered")]
internal sealed record EntryDelivered([property: Id(0)] string EntryId) : Delivery;

/// <param name="Revision">The snapshot that was delivered; a newer one is delivered again.</param>
/// <param name="Archived">Delivered as a purchase that leaves the record.</param>
/// <param name="OtherOwner">The subscriber who owns the line already; null if it is this one.</param>
[GenerateSerializer, Immutable, Alias("purchase-notified")]
internal sealed record PurchaseNotified(
    [property: Id(0)] string EntryId,
    [property: Id(1)] int Revision = 0,
    [property: Id(2)] bool Archived = false,
    [property: Id(3)] string? OtherOwner = null) : Delivery;

/// <param name="Revision">The snapshot that was delivered; a newer one is delivered again.</param>
[GenerateSerializer, Immutable, Alias("reward-delivered")]
internal sealed record RewardDelivered([property: Id(0)] string EntryId, [property: Id(1)] long Revision = 0) : Delivery;

/// <param name="Answer">The final answer, if there is one at once.</param>
/// <param name="Record">The payout's first record, to be saved with the subscriber; null: its own grain has one.</param>
[GenerateSerializer, Immutable, Alias("payout-started")]
internal sealed record PayoutStarted(
    [property: Id(0)] string EntryId, [property: Id(1)] PayoutAnswer? Answer, [property: Id(2)] Payout? Record = null) : Delivery;

/// <param name="Revision">The claim that was answered; a newer one is made again.</param>
/// <param name="Result">Null: the claim was given back.</param>
[GenerateSerializer, Immutable, Alias("welcome-claim-answered")]
internal sealed record WelcomeClaimAnswered(
    [property: Id(0)] string EntryId, [property: Id(1)] long Revision, [property: Id(2)] ClaimResult? Result) : Delivery;
