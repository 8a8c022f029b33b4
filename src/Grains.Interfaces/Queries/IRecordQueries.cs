namespace Cashback.Queries;

/// <summary>
/// Reads over the whole store of record that no single grain can answer: lists and sums for operations.
/// Read-only; what it returns may be a moment old.
/// </summary>
public interface IRecordQueries
{
    /// <summary>
    /// Keys of grains that have a state of this name, ordered by key, after <paramref name="afterKey"/> (null: from the start).
    /// </summary>
    Task<IReadOnlyList<string>> ListKeysAsync(string stateName, string? afterKey, int limit, CancellationToken cancellation);

    /// <summary>The same from the end: before <paramref name="beforeKey"/> (null: from the last one), the last first.</summary>
    Task<IReadOnlyList<string>> ListLastKeysAsync(string stateName, string? beforeKey, int limit, CancellationToken cancellation);

    /// <summary>Order lines of a network, ordered by key, after <paramref name="afterKey"/> (null: from the start).</summary>
    Task<IReadOnlyList<OrderOwner>> ListOrdersAsync(string network, string? afterKey, int limit, CancellationToken cancellation);

    /// <summary>
    /// Payouts that wait for their reminder, by their ids in order: those without an answer, and some whose answer has only
    /// just come.
    /// </summary>
    Task<IReadOnlyList<string>> ListWaitingPayoutsAsync(string? afterId, int limit, CancellationToken cancellation);

    /// <summary>Progress of the settlement of a month, over all subscribers.</summary>
    Task<SettlementProgress> SettlementProgressAsync(YearMonth month, CancellationToken cancellation);

    /// <summary>
    /// Keys of subscribers whose month is not yet settled though it has ended, ordered, after <paramref name="afterKey"/>.
    /// </summary>
    Task<IReadOnlyList<string>> ListUnsettledAsync(YearMonth month, string? afterKey, int limit, CancellationToken cancellation);
}

/// <param name="Key">Of the order line's grain.</param>
/// <param name="RegisteredAt">When we heard of it first; null while the purchase is in its subscriber's record.</param>
public sealed record OrderOwner(string Key, string SubscriberId, DateTimeOffset? RegisteredAt);

/// <param name="Done">Subscribers whose statement of the month is written.</param>
/// <param name="Due">Subscribers with something to settle that is not settled yet.</param>
/// <param name="Sum">Whole bonuses that the month accrued, over those done.</param>
[GenerateSerializer, Immutable, Alias("settlement-progress")]
public sealed record SettlementProgress([property: Id(0)] long Done, [property: Id(1)] long Due, [property: Id(2)] long Sum);
