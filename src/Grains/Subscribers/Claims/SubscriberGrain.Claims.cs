using Cashback.Claims;
using Cashback.Purchases;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private const int PurchasesLookedAt = 100;

    public async Task<Outcome<Claim>> FileClaimAsync(ClaimFiling filing)
    {
        filing = filing with { OrderedAt = OrderDay.Normal(filing.OrderedAt, rules.Calendar) };
        var found = await FindClickAsync(filing);
        var purchases = await GetPurchasesAsync(null, PurchasesLookedAt);
        var known = purchases?.Items.FirstOrDefault(
            purchase => purchase.StoreId == filing.StoreId && OrderNumber.Same(purchase.OrderId, filing.OrderId));
        return await DecideForParticipantAsync((current, now) => found.Rejection is { } refusal
            ? refusal
            : current.File(filing, found.Value, known, now, rules));
    }

    public Task NoteClaimAsync(Claim claim) => DecideAsync((current, now) => current.Note(claim, now));

    /// <summary>The click that the claim names, or the newest visit to the store before the order.</summary>
    private async Task<Outcome<(string Id, DateTimeOffset At)>> FindClickAsync(ClaimFiling filing)
    {
        var unknown = new Rejection("not-found", new(
            "No such visit to the store among yours.",
            "Среди ваших переходов в этот магазин такого нет."), RejectionKind.NotFound, "clickId");
        if (filing.ClickId is { } clickId)
        {
            return codes.Clicks.TryRead(clickId, out var click) && click!.SubscriberId == Id && click.StoreId == filing.StoreId
                ? (clickId, click.At)
                : unknown;
        }

        var before = OrderDay.EndOf(filing.OrderedAt, rules.Calendar);
        var visits = await ReadHistoryAsync(null, 1, line => line.Type == "click" && line.StoreId == filing.StoreId && line.At <= before);
        return visits is { Items: [{ ClickId: { } id } visit] } ? (id, visit.At) : unknown;
    }

    async Task<EntryDelivered> IOutboxReceivers.DeliverAsync(FileClaim entry, Subscriber subscriber)
    {
        await GrainFactory.GetGrain<IClaimGrain>(GrainKeys.Claim(entry.Claim.Id)).FileAsync(entry.Claim);
        return new EntryDelivered(entry.Id);
    }
}
