using Cashback.Purchases;
using Cashback.Statements;

namespace Cashback.Subscribers;

/// <summary>The list of a subscriber's purchases, in the record and beyond it.</summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>First those that no statement lists, newest first; then the others, statement by statement. Each is in it once.</summary>
    public async Task<Page<PurchaseView>?> GetPurchasesAsync(string? cursor, int limit)
    {
        if (Record is null)
        {
            return new([], null);
        }

        if (PurchaseCursor.Read(cursor) is not { } place)
        {
            return null;
        }

        var subscriber = await CommitAsync(Current);
        var found = new List<PurchaseView>();
        if (place.InRecord)
        {
            var newest = place.IsFirst ? subscriber.LastStatement : place.Month;
            var open = subscriber.Purchases.Where(
                purchase => subscriber.ListedIn(purchase.Order) is not { } month || month > newest || newest is null)
                .Concat(await ReadGoneSinceAsync(subscriber, newest));
            var here = open.OrderDescending(PurchaseCursor.Order).SkipWhile(place.IsBefore).Take(limit + 1).ToArray();
            found.AddRange(here.Take(limit).Select(purchase => purchase.ToView()));
            if (here.Length > limit)
            {
                return new(found, PurchaseCursor.After(here[limit - 1], newest));
            }

            place = PurchaseCursor.At(newest);
        }

        while (place is { Month: { } month, Index: var index })
        {
            if (found.Count == limit)
            {
                return new(found, PurchaseCursor.At(month, index).ToString());
            }

            var statement = await ReadStatementAsync(subscriber, month);
            var orders = statement?.Purchases ?? [];
            var batch = orders.Skip(index).Take(limit - found.Count).ToArray();
            found.AddRange((await ReadListedAsync(subscriber, month, batch)).Select(purchase => purchase.ToView()));
            index += batch.Length;
            place = index < orders.Length ? PurchaseCursor.At(month, index) : PurchaseCursor.At(statement?.Previous);
        }

        return new(found, null);
    }

    /// <summary>What statements younger than this one list and the record has no longer: open when that one was the newest.</summary>
    private async Task<IEnumerable<Purchase>> ReadGoneSinceAsync(Subscriber subscriber, YearMonth? newest)
    {
        var gone = new List<Purchase>();
        for (var month = subscriber.LastStatement; month is { } younger && (newest is null || younger > newest);)
        {
            var statement = await ReadStatementAsync(subscriber, younger);
            gone.AddRange(await ReadListedAsync(subscriber, younger, statement?.Purchases ?? []));
            month = statement?.Previous;
        }

        return gone.Where(purchase => subscriber.FindPurchase(purchase.Order) is null);
    }

    private async Task<Statement?> ReadStatementAsync(Subscriber subscriber, YearMonth month) =>
        subscriber.Outbox.Unwritten(month) ?? await GrainFactory.GetGrain<IStatementGrain>(GrainKeys.Statement(Id, month)).GetAsync();

    /// <summary>A purchase that came back into the record, or left again with a younger statement, is listed there.</summary>
    private async Task<IReadOnlyList<Purchase>> ReadListedAsync(Subscriber subscriber, YearMonth month, IEnumerable<OrderKey> orders)
    {
        var read = await Task.WhenAll(orders.Select(async order =>
        {
            if (subscriber.FindPurchase(order) is { } here)
            {
                return subscriber.ListedIn(order) == month ? here : null;
            }

            var archived = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order)).GetArchivedAsync();
            return archived?.ArchivedIn == month && archived.SubscriberId == Id ? archived.Purchase : null;
        }));
        return [.. read.OfType<Purchase>()];
    }

    async Task<PurchaseNotified> IOutboxReceivers.DeliverAsync(NotifyPurchase entry, Subscriber subscriber)
    {
        if (subscriber.FindPurchase(entry.Order) is not { } purchase)
        {
            return new PurchaseNotified(entry.Id);
        }

        var final = entry.ArchiveIn is null ? null : purchase;
        var snapshot = new PurchaseSnapshot(entry.Order, Id, purchase.Revision, DueOf(purchase), final, entry.ArchiveIn);
        if (entry is { ArchiveIn: not null, New: false, Revived: false } && await receivers.Lines.TryWriteAsync(snapshot))
        {
            return new PurchaseNotified(entry.Id, purchase.Revision, Archived: true);
        }

        var owner = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(entry.Order)).ApplyAsync(snapshot);
        return new PurchaseNotified(entry.Id, purchase.Revision, entry.ArchiveIn is not null, owner == Id ? null : owner);
    }

    public async Task<PurchaseView?> GetPurchaseAsync(OrderKey order)
    {
        if (await SettledAsync() is not { } subscriber)
        {
            return null;
        }

        return (subscriber.FindPurchase(order) ?? await FindArchivedAsync(order))?.ToView();
    }
}
