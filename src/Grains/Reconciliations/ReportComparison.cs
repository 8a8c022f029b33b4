using Cashback.Purchases;

namespace Cashback.Reconciliations;

/// <summary>Compares a line of a report with the purchase as it is.</summary>
internal static class ReportComparison
{
    /// <summary>Null: they agree. Of a purchase that has ended without cashback the amount does not matter.</summary>
    public static string? FindConflict(PurchaseView ours, ReportedStatus status, Money? amount) =>
        !Agrees(ours.Status, status) ? ConflictReasons.Status
        : (ours.Status is PurchaseStatus.Pending or PurchaseStatus.Confirmed)
            && amount is not null
            && ours.Amount != amount ? ConflictReasons.Amount
        : null;

    /// <summary>An expired purchase waits for no answer; that the network has none, or a "no", is no contradiction.</summary>
    private static bool Agrees(PurchaseStatus ours, ReportedStatus theirs) => ours switch
    {
        PurchaseStatus.Pending => theirs is ReportedStatus.Created or ReportedStatus.OnHold,
        PurchaseStatus.Confirmed => theirs == ReportedStatus.Confirmed,
        PurchaseStatus.Declined or PurchaseStatus.Reversed => theirs == ReportedStatus.Declined,
        _ => theirs != ReportedStatus.Confirmed,
    };

    /// <summary>How late a postback can be: an order of the day before the report may be registered after midnight.</summary>
    public static readonly TimeSpan Edge = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether a report of these days should have the purchase: we heard of it first within them, and something is owed for it.
    /// </summary>
    public static bool IsExpected(DateTimeOffset registeredAt, PurchaseStatus status, DateTimeOffset from, DateTimeOffset until) =>
        (status is PurchaseStatus.Pending or PurchaseStatus.Confirmed) && registeredAt >= from + Edge && registeredAt < until;
}
