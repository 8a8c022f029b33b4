using Orleans.Concurrency;

namespace Cashback.Purchases;

/// <summary>
/// One order line, key <c>order:NETWORK:STORE:LINE</c>: who owns it, the reminder of its deadline, and its final
/// snapshot once it has left the subscriber's record.
/// </summary>
[Alias("purchase")]
public interface IPurchaseGrain : IGrainWithStringKey
{
    /// <summary>
    /// Applies the newest snapshot; an older one or the same again changes nothing. The first snapshot owns the line.
    /// </summary>
    /// <returns>The owner's subscriber id: another one than the snapshot's means that the line is not theirs.</returns>
    [Alias("learn")]
    Task<string> ApplyAsync(PurchaseSnapshot snapshot);

    /// <summary>The final snapshot with its owner; null while the purchase is in its subscriber's record, or unknown.</summary>
    [Alias("archived"), AlwaysInterleave]
    Task<ArchivedPurchase?> GetArchivedAsync();

    /// <summary>The subscriber whose click the line was first reported for; null if the line is not known.</summary>
    [Alias("owner"), AlwaysInterleave]
    Task<string?> GetOwnerAsync();
}

/// <param name="DueBy">Until when an answer is waited for; null: nothing is waited for.</param>
/// <param name="Final">The whole purchase when it leaves the record; null while it stays there.</param>
/// <param name="ArchivedIn">The month of the statement that lists it.</param>
[GenerateSerializer, Immutable, Alias("purchase-snapshot")]
public sealed record PurchaseSnapshot(
    [property: Id(0)] OrderKey Order,
    [property: Id(1)] string SubscriberId,
    [property: Id(2)] int Revision,
    [property: Id(3)] DateTimeOffset? DueBy,
    [property: Id(4)] Purchase? Final = null,
    [property: Id(5)] YearMonth? ArchivedIn = null);

[GenerateSerializer, Immutable, Alias("archived-purchase")]
public sealed record ArchivedPurchase(
    [property: Id(0)] string SubscriberId, [property: Id(1)] Purchase Purchase, [property: Id(2)] YearMonth ArchivedIn);
