using Cashback.Purchases;

namespace Cashback.Reconciliations;

public static class ReconciliationLimits
{
    /// <summary>Conflicts of a page; all pages but the last are full.</summary>
    public const int PageLength = 200;
}

/// <summary>A page of what a run could not apply, key <c>conflicts:RUN:N</c>, N from 0. Written by the run, a page at a time.</summary>
[Alias("conflict-page")]
public interface IConflictPageGrain : IGrainWithStringKey
{
    [Alias("put")]
    Task PutAsync(IReadOnlyList<Conflict> conflicts);

    /// <summary>Empty if there is no such page.</summary>
    [Alias("get")]
    Task<IReadOnlyList<Conflict>> GetAsync();
}

/// <summary>A line that could not be applied as it is, or a purchase of ours that the report lacks.</summary>
[GenerateSerializer, Immutable, Alias("reconciliation-conflict")]
public sealed record Conflict
{
    /// <summary>Of the file, the header being line 1; of statistics, the number of the row from 1; null: not in the report.</summary>
    [Id(0)] public long? Line { get; init; }

    /// <summary>One of <see cref="ConflictReasons"/>, or the reason of a quarantined line.</summary>
    [Id(1)] public required string Reason { get; init; }

    /// <summary>In words.</summary>
    [Id(2)] public required LocalText Detail { get; init; }

    [Id(3)] public string? PurchaseId { get; init; }

    /// <summary>The shop's order number.</summary>
    [Id(4)] public string? OrderId { get; init; }

    [Id(5)] public string? SubscriberId { get; init; }

    [Id(6)] public ReportedStatus? NetworkStatus { get; init; }

    [Id(7)] public Money? NetworkAmount { get; init; }

    [Id(8)] public PurchaseStatus? OurStatus { get; init; }

    [Id(9)] public Money? OurAmount { get; init; }

    [Id(10)] public string? QuarantineId { get; init; }
}

public static class ConflictReasons
{
    /// <summary>The line can't be read.</summary>
    public const string Malformed = "malformed";

    /// <summary>The life of the purchase does not allow the status of the line, or a newer one is known.</summary>
    public const string Status = "status-differs";

    public const string Amount = "amount-differs";

    /// <summary>We know the line as another subscriber's.</summary>
    public const string AnotherSubscriber = "another-subscriber";

    /// <summary>A new line of a click, order and amount that we know under another id of the line: it would be paid twice.</summary>
    public const string SameOrder = ReportVerdict.SameOrder;

    /// <summary>
    /// The report has one line with two contents; the first one counts unless the second is newer by the network's own time.
    /// </summary>
    public const string SaidTwice = "said-twice";

    /// <summary>A purchase of ours from the days of the report that the report lacks.</summary>
    public const string Missing = "missing";
}
