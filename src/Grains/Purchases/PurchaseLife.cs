namespace Cashback.Purchases;

/// <summary>What a network's report does to a purchase in a given status.</summary>
internal enum Transition
{
    /// <summary>No change of status; the amount of the report counts.</summary>
    Stay,

    /// <summary>The report is older than what is known already: it is ignored.</summary>
    Ignore,

    /// <summary>It repeats what is known already: only its time is noted.</summary>
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
    public static Transition Decide(PurchaseStatus status, ReportedStatus reported) => (status, reported) switch
    {
        (PurchaseStatus.Pending, ReportedStatus.Created) => Transition.Stay,
        (PurchaseStatus.Pending, ReportedStatus.OnHold) => Transition.Stay,
        (PurchaseStatus.Pending, ReportedStatus.Confirmed) => Transition.Confirm,
        (PurchaseStatus.Pending, ReportedStatus.Declined) => Transition.Decline,

        (_, ReportedStatus.Created) => Transition.Ignore,

        (PurchaseStatus.Confirmed, ReportedStatus.Confirmed) => Transition.Stay,
        (PurchaseStatus.Confirmed, ReportedStatus.Declined) => Transition.Reverse,
        (PurchaseStatus.Confirmed, ReportedStatus.OnHold) => Transition.Hold,

        (PurchaseStatus.Declined or PurchaseStatus.Expired, ReportedStatus.Confirmed) => Transition.Confirm,
        (PurchaseStatus.Declined or PurchaseStatus.Reversed, ReportedStatus.Declined) => Transition.Repeat,

        _ => Transition.Refuse,
    };
}
