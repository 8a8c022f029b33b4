using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Reports about order lines, with what has left the record brought back where it is needed.</summary>
internal sealed partial class SubscriberGrain
{
    private static readonly ReportVerdict UnknownSubscriber = new(ReportResult.Unattributable, "unknown-subscriber");

    /// <summary>Nearly always nothing has to be looked up: then the decision's own task is the answer.</summary>
    public ValueTask<ReportVerdict> ReportOrderAsync(OrderReport report)
    {
        if (Record is null)
        {
            return ValueTask.FromResult(UnknownSubscriber);
        }

        var offered = OfferedAsync(report);
        var current = Current;
        return new(offered.IsCompletedSuccessfully && !current.MayBeArchived(report.Order) && !current.MayHideSameOrder(report)
            ? DecideOnReportAsync(report, offered.Result)
            : LookUpAndReportAsync(report, offered));
    }

    private async Task<ReportVerdict> LookUpAndReportAsync(OrderReport report, ValueTask<IReadOnlyList<Campaign>> offers)
    {
        var offered = await offers;
        var archived = Current.MayBeArchived(report.Order) ? await FindArchivedAsync(report.Order) : null;
        var sameOrder = archived is null && Current.MayHideSameOrder(report) ? await FindArchivedSameOrderAsync(report) : null;
        return await DecideOnReportAsync(report, offered, archived, sameOrder);
    }

    private Task<ReportVerdict> DecideOnReportAsync(
        OrderReport report, IReadOnlyList<Campaign> offered, Purchase? archived = null, string? sameOrder = null) =>
        DecideAsync(
            (current, now) => current.DecideOn(current.With(archived), revived =>
            {
                var (reported, verdict) = revived.Report(report, now, rules, sameOrder);
                return (reported.ClaimWelcome(report.Order, offered), verdict);
            }),
            UnknownSubscriber);

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
