using Cashback.Networks;
using Cashback.Purchases;

namespace Cashback.Claims;

/// <summary>
/// Which claim a report's line answers that names no visit. An order number alone can be guessed; that the amount and the day are
/// right as well, and that nobody else claims the same, is what only the buyer knows.
/// </summary>
public static class ClaimMatch
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    /// <summary>Whether the line can be the order of the claim.</summary>
    public static bool Fits(this Claim claim, string network, string lineId, MessageLine line) =>
        claim.Status == ClaimStatus.Open
        && claim.Network == network
        && line is { OrderId: { } orderId, OrderedAt: { } orderedAt }
        && OrderNumber.Same(claim.OrderId, orderId)
        && claim.Amount == line.Amount
        && (claim.OrderedAt - orderedAt).Duration() <= Day
        && claim.ClickedAt <= orderedAt + (IsDayOnly(orderedAt) ? Day : ClocksApart)
        && (claim.LineId ?? ExpiredLineOf(claim) ?? lineId) == lineId;

    // A visit can't be made afterwards for an order that one has heard of; but some reports give the day without the hour.
    private static bool IsDayOnly(DateTimeOffset orderedAt) => orderedAt.TimeOfDay == TimeSpan.Zero;

    private static string? ExpiredLineOf(Claim claim) => claim.PurchaseId is { } purchase ? OrderKey.Parse(purchase).LineId : null;
}
