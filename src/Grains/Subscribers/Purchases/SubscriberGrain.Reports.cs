using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Reports about order lines, with what has left the record brought back where it is needed.</summary>
internal sealed partial class SubscriberGrain
{
    public async Task<ReportVerdict> ReportOrderAsync(OrderReport report)
    {
        var unknown = new ReportVerdict(ReportResult.Unattributable, "unknown-subscriber");
        if (Record is null)
        {
            return unknown;
        }

        var offered = await OfferedAsync(report);
        var archived = Current.MayBeArchived(report.Order) ? await FindArchivedAsync(report.Order) : null;
        var sameOrder = archived is null && Current.MayHideSameOrder(report) ? await FindArchivedSameOrderAsync(report) : null;
        return await DecideAsync(
            (current, now) => current.DecideOn(current.With(archived), revived =>
            {
                var (reported, verdict) = revived.Report(report, now, rules, sameOrder);
                return (reported.ClaimWelcome(report.Order, offered), verdict);
            }),
            unknown);
    }

    public async Task<DateTimeOffset?> DeadlineReachedAsync(OrderKey order)
    {
        var decided = await DecideAsync((current, now) => current.Expire(order, now));
        return decided?.FindPurchase(order) is { Status: PurchaseStatus.Pending } purchase ? purchase.AnswerDueBy : null;
    }

    public async Task<Outcome<PurchaseView>> ReversePurchaseAsync(OrderKey order, string reason)
    {
        var archived = Record is not null && Current.FindPurchase(order) is null ? await FindArchivedAsync(order) : null;
        return await DecideAsync<Outcome<PurchaseView>>(
            (current, now) => current.DecideOn<Outcome<PurchaseView>>(current.With(archived), revived =>
            {
                var reversed = revived.ReverseByHand(order, reason, now);
                return reversed.Value is { } next ? (next, next.FindPurchase(order)!.ToView()) : (revived, reversed.Rejection!);
            }),
            NoSubscriber);
    }

    private async Task<string?> FindArchivedSameOrderAsync(OrderReport report) =>
        (await GetPurchasesAsync(null, PurchasesLookedAt))!.Items.FirstOrDefault(known => SameOrder.Matches(known, report))?.Id;

    private async Task<Purchase?> FindArchivedAsync(OrderKey order)
    {
        var archived = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order)).GetArchivedAsync();
        return archived?.SubscriberId == Id ? archived.Purchase : null;
    }
}
