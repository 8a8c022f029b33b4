namespace Cashback.Purchases;

/// <summary>
/// The guard against an order that is paid twice because its line comes under another id: written another way, or made anew by
/// the network. People decide about it.
/// </summary>
internal static class SameOrder
{
    /// <summary>
    /// Whether the report's line, which is not known, looks like a purchase that is: the same store, click, order number and
    /// amount.
    /// </summary>
    public static bool Matches(OrderKey known, string? orderId, DateTimeOffset clickedAt, Money amount, OrderReport report) =>
        report.OrderId is not null
        && clickedAt == report.ClickedAt
        && amount == report.Amount
        && OrderNumber.Same(orderId, report.OrderId)
        && known.Network == report.Order.Network
        && known.StoreId == report.Order.StoreId
        && known != report.Order
        && report.DistinctFrom?.Contains(known.ToString()) != true;

    public static bool Matches(PurchaseView known, OrderReport report) =>
        Matches(OrderKey.Parse(known.Id), known.OrderId, known.ClickedAt, known.Amount, report);
}
