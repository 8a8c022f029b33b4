namespace Cashback.Purchases;

/// <summary>What a network's word means for a purchase in a given status.</summary>
internal enum Turn
{
    /// <summary>No change of status; the amount that comes with the word counts.</summary>
    Stay,

    /// <summary>The word is older than what is known already: nothing of it counts.</summary>
    Ignore,

    /// <summary>It says what is known already: only that it was said then counts.</summary>
    Repeat,

    Confirm,
    Decline,
    Reverse,
    Hold,

    /// <summary>Not allowed; recorded with the purchase.</summary>
    Refuse,
}

/// <summary>
/// Life of a purchase (domain.md): pending → confirmed · declined · expired; confirmed → reversed, or back to pending
/// on hold; expired and declined → confirmed (the partner pays late). Everything else is refused and recorded.
/// "Created" never undoes a later status, since arrival decides where a network gives no time of its own.
/// </summary>
internal static class PurchaseLife
{
    public static Turn Decide(PurchaseStatus status, ReportedStatus word) => (status, word) switch
    {
        (PurchaseStatus.Pending, ReportedStatus.Created) => Turn.Stay,
        (PurchaseStatus.Pending, ReportedStatus.OnHold) => Turn.Stay,
        (PurchaseStatus.Pending, ReportedStatus.Confirmed) => Turn.Confirm,
        (PurchaseStatus.Pending, ReportedStatus.Declined) => Turn.Decline,

        (_, ReportedStatus.Created) => Turn.Ignore,

        (PurchaseStatus.Confirmed, ReportedStatus.Confirmed) => Turn.Stay,
        (PurchaseStatus.Confirmed, ReportedStatus.Declined) => Turn.Reverse,
        (PurchaseStatus.Confirmed, ReportedStatus.OnHold) => Turn.Hold,

        (PurchaseStatus.Declined or PurchaseStatus.Expired, ReportedStatus.Confirmed) => Turn.Confirm,
        (PurchaseStatus.Declined or PurchaseStatus.Reversed, ReportedStatus.Declined) => Turn.Repeat,

        _ => Turn.Refuse,
    };
}
