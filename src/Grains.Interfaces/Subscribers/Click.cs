namespace Cashback.Subscribers;

/// <summary>A visit to a store, from the store to the subscriber.</summary>
/// <param name="Rate">The rate shown to the subscriber now.</param>
/// <param name="Terms">The version of the store's terms by which the click is answered, and paid.</param>
[GenerateSerializer, Immutable, Alias("store-visit")]
public sealed record StoreVisit(
    [property: Id(0)] string StoreId, [property: Id(1)] string StoreName, [property: Id(2)] Rate Rate, [property: Id(3)] int Terms = 0);

/// <param name="Id">At most 50 URL-safe characters, unforgeable; tells subscriber, store and time without a look-up.</param>
[GenerateSerializer, Immutable, Alias("click")]
public sealed record Click([property: Id(0)] string Id, [property: Id(1)] DateTimeOffset At);

/// <summary>What became of one entry of the outbox. An entry that could not be delivered is not listed and is tried again.</summary>
/// <param name="OtherOwner">For a purchase: the subscriber who owns the line already; null if it is this one.</param>
/// <param name="Revision">For a purchase: the snapshot that was told; a newer one is told again.</param>
/// <param name="Archived">For a purchase: told as one that leaves the record.</param>
/// <param name="LongRevision">For a reward or a claim: the snapshot that was told; a newer one is told again.</param>
/// <param name="Claim">For a claim to a welcome reward: the campaign's answer.</param>
/// <param name="Answer">For a payout: the final answer, if there is one at once.</param>
[GenerateSerializer, Immutable, Alias("delivery")]
public sealed record Delivery(
    [property: Id(0)] string EntryId,
    [property: Id(1)] string? OtherOwner = null,
    [property: Id(2)] Payouts.PayoutAnswer? Answer = null,
    [property: Id(3)] int Revision = 0,
    [property: Id(4)] bool Archived = false,
    [property: Id(5)] long LongRevision = 0,
    [property: Id(6)] Campaigns.ClaimResult? Claim = null);
