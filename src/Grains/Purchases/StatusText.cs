namespace Cashback.Purchases;

/// <summary>The status of a purchase as a text.</summary>
internal static class StatusText
{
    public static LocalText OfPurchase(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Pending => new("the purchase is pending", "эта покупка ожидает подтверждения"),
        PurchaseStatus.Confirmed => new("the purchase is confirmed", "эта покупка подтверждена"),
        PurchaseStatus.Declined => new("the purchase is declined", "эта покупка отклонена"),
        PurchaseStatus.Expired => new("the purchase is expired", "срок подтверждения этой покупки истёк"),
        PurchaseStatus.Reversed => new("the purchase is reversed", "эта покупка отменена"),
        _ => new(status.ToString(), status.ToString()),
    };
}
