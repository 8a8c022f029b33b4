using System.Collections.Immutable;
using Cashback.Storage;

namespace Cashback.Statements;

/// <summary>One subscriber's closed month. Written once; whole bonuses.</summary>
[GenerateSerializer, Immutable, Alias("statement-record")]
public sealed record Statement : IIndexed
{
    [Id(0)] public required string SubscriberId { get; init; }

    [Id(1)] public required YearMonth Month { get; init; }

    /// <summary>The newest older month with a statement; null for the first.</summary>
    [Id(2)] public YearMonth? Previous { get; init; }

    /// <summary>What the month accrued, at most the cap; became available at its end.</summary>
    [Id(3)] public required long Accrued { get; init; }

    /// <summary>Available before the month's accruals came in.</summary>
    [Id(4)] public required long AvailableBefore { get; init; }

    [Id(5)] public required ImmutableArray<StatementPayout> Payouts { get; init; }

    /// <summary>Set aside for a smartphone.</summary>
    [Id(6)] public required long SetAside { get; init; }

    /// <summary>What no goal took.</summary>
    [Id(7)] public required long AvailableAfter { get; init; }

    [Id(8)] public required DateTimeOffset ClosedAt { get; init; }

    /// <summary>Purchases that were settled when the month closed and leave the record with it, newest first.</summary>
    [Id(9)] public required ImmutableArray<OrderKey> Purchases { get; init; }

    YearMonth? IIndexed.IndexedMonth => Month;

    long? IIndexed.IndexedSum => Accrued;
}

[GenerateSerializer, Immutable, Alias("statement-payout")]
public sealed record StatementPayout(
    [property: Id(0)] string PayoutId, [property: Id(1)] Phone Phone, [property: Id(2)] long Bonuses);
