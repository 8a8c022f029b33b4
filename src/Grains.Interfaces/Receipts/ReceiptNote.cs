namespace Cashback.Receipts;

/// <summary>A step of a receipt, from the receipt to its subscriber.</summary>
/// <param name="Sum">Rubles.</param>
/// <param name="CheckedBy">Until when the service is queried.</param>
/// <param name="Bonuses">What its goods are worth, once that is known.</param>
/// <param name="Missed">The promotion that it missed by least, with a reason that depends on one.</param>
[GenerateSerializer, Immutable, Alias("receipt-note")]
public sealed record ReceiptNote(
    [property: Id(0)] string ReceiptId,
    [property: Id(1)] ReceiptStatus Status,
    [property: Id(2)] decimal Sum,
    [property: Id(3)] DateTimeOffset CheckedBy,
    [property: Id(4)] ReceiptReason? Reason = null,
    [property: Id(5)] long? Bonuses = null,
    [property: Id(6)] MissedPromotion? Missed = null);
