using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>One line of the history: what happened to the bonuses, when, why, and the balance after it.</summary>
[GenerateSerializer, Immutable, Alias("history-line")]
public sealed record HistoryLine
{
    /// <summary>Counts up from 1 for each subscriber, with no gaps.</summary>
    [Id(0)] public required long Sequence { get; init; }

    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>
    /// registered, click, purchase, reward, receipt, overLimit, settlement, savings, payout, certificate, left, …; filters use
    /// it.
    /// </summary>
    [Id(2)] public required string Type { get; init; }

    [Id(3)] public required string Title { get; init; }

    [Id(4)] public string? Reason { get; init; }

    /// <summary>Whole bonuses that moved; negative when taken; null when none moved.</summary>
    [Id(5)] public long? Bonuses { get; init; }

    /// <summary>All that is held after it: available + savings + accrued this month. Lines' bonuses add up to it.</summary>
    [Id(6)] public required long BalanceAfter { get; init; }

    [Id(7)] public string? PurchaseId { get; init; }

    [Id(8)] public string? StoreId { get; init; }

    [Id(9)] public string? ClickId { get; init; }

    [Id(10)] public string? GoalId { get; init; }

    [Id(11)] public string? PayoutId { get; init; }

    [Id(12)] public string? RewardId { get; init; }

    /// <summary>
    /// Rubles by which confirmed spending at the store changed: up when a purchase is confirmed, down when it is
    /// reversed or held; null where it did not.
    /// </summary>
    [Id(13)] public decimal? Spent { get; init; }

    [Id(14)] public string? CertificateId { get; init; }

    [Id(20)] public string? ReceiptId { get; init; }

    [Id(21)] public string? ClaimId { get; init; }

    /// <summary>Whether bonuses or spending change with it.</summary>
    [JsonIgnore]
    public bool Moves => Bonuses is not (null or 0) || Spent is not (null or 0);

    /// <summary>What the receipt or the claim was with this step.</summary>
    [Id(22)] public string? Status { get; init; }
}

/// <param name="NextCursor">Null on the last page.</param>
[GenerateSerializer, Immutable, Alias("page`1")]
public sealed record Page<T>([property: Id(0)] IReadOnlyList<T> Items, [property: Id(1)] string? NextCursor);
