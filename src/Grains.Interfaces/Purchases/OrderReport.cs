namespace Cashback.Purchases;

/// <summary>
/// One report about one order line, as the store hands it to the subscriber: all that is needed to decide,
/// a whole snapshot, safe to repeat.
/// </summary>
[GenerateSerializer, Immutable, Alias("order-report")]
public sealed record OrderReport
{
    [Id(0)] public required OrderKey Order { get; init; }

    [Id(1)] public required string StoreName { get; init; }

    [Id(2)] public required string ClickId { get; init; }

    /// <summary>From the click id; the rate below is the one in force then.</summary>
    [Id(3)] public required DateTimeOffset ClickedAt { get; init; }

    [Id(4)] public required ReportedStatus Status { get; init; }

    /// <summary>Never negative. Null: a decline that names none; what is known stays.</summary>
    [Id(5)] public required Money? Amount { get; init; }

    [Id(6)] public required Rate Rate { get; init; }

    /// <summary>Rubles for one unit of the amount's currency on the order's day; 1 for rubles; null if no rate is known.</summary>
    [Id(7)] public required decimal? ExchangeRate { get; init; }

    /// <summary>The shop's order number, as text; many lines can share it.</summary>
    [Id(8)] public string? OrderId { get; init; }

    [Id(9)] public required DateTimeOffset OrderedAt { get; init; }

    /// <summary>The network's own time of this message, if it gives one.</summary>
    [Id(10)] public DateTimeOffset? Version { get; init; }

    /// <summary>1–90: the answer is due so many days after the line was first seen.</summary>
    [Id(11)] public required int ConfirmationDays { get; init; }

    /// <summary>The network's or the shop's reason in words, if it gives one.</summary>
    [Id(12)] public string? Reason { get; init; }

    /// <summary>When the first process of ours received it: a message without a time of its own counts by it.</summary>
    [Id(20)] public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Purchases of which it is known that this line is another one, though it looks the same; null: of none.</summary>
    [Id(21)] public IReadOnlyList<string>? DistinctFrom { get; init; }

    public DateTimeOffset At => Version ?? ReceivedAt;

    public LineMoment Moment => new(Status, At, Amount);
}

/// <summary>What became of a report.</summary>
[GenerateSerializer, Alias("report-result")]
public enum ReportResult
{
    /// <summary>The record changed, and the change is durable.</summary>
    Applied,

    /// <summary>Known already, older than what is known, or refused by the life of a purchase (and recorded there).</summary>
    Unchanged,

    /// <summary>Can't be attributed as it is; the facade puts it into quarantine.</summary>
    Unattributable,
}

/// <param name="Reason">
/// For <see cref="ReportResult.Unattributable"/>: unknown-store, unknown-terms, unknown-subscriber, unknown-currency-rate, wrong-network,
/// same-order-other-line.
/// </param>
/// <param name="PurchaseId">The line's purchase; of one that is held back the purchase that it looks like.</param>
[GenerateSerializer, Immutable, Alias("report-verdict")]
public sealed record ReportVerdict(
    [property: Id(0)] ReportResult Result, [property: Id(1)] string? Reason = null, [property: Id(2)] string? PurchaseId = null)
{
    /// <summary>A new line of a click, order and amount that are known under another id of the line: it would be paid twice.</summary>
    public const string SameOrder = "same-order-other-line";
}
