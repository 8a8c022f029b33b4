namespace Cashback.Purchases;

/// <summary>One purchase as its subscriber sees it.</summary>
[GenerateSerializer, Immutable, Alias("purchase-view")]
public sealed record PurchaseView
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string StoreId { get; init; }

    [Id(2)] public required string StoreName { get; init; }

    [Id(3)] public string? OrderId { get; init; }

    [Id(4)] public required PurchaseStatus Status { get; init; }

    [Id(5)] public required Money Amount { get; init; }

    [Id(6)] public required Rate Rate { get; init; }

    /// <summary>Rubles for one unit of the amount's currency; found first, kept for life. 1 for rubles.</summary>
    [Id(7)] public required decimal ExchangeRate { get; init; }

    /// <summary>Whole bonuses that the amount and the rate make, before the monthly cap.</summary>
    [Id(8)] public required long Cashback { get; init; }

    /// <summary>Whole bonuses credited now; 0 unless confirmed.</summary>
    [Id(9)] public required long Credited { get; init; }

    /// <summary>Whole bonuses that the monthly cap cut off.</summary>
    [Id(10)] public required long OverLimit { get; init; }

    [Id(11)] public required DateTimeOffset ClickedAt { get; init; }

    [Id(12)] public required DateTimeOffset RegisteredAt { get; init; }

    [Id(13)] public required DateTimeOffset AnswerDueBy { get; init; }

    [Id(14)] public required IReadOnlyList<TimelineEntry> Timeline { get; init; }
}

/// <summary>One change of a purchase, or a report of the network that was refused.</summary>
/// <param name="Status">The status after it (pending, confirmed, …), or <c>refused</c>.</param>
[GenerateSerializer, Immutable, Alias("timeline-entry")]
public sealed record TimelineEntry(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string Status, [property: Id(2)] string? Reason = null);
