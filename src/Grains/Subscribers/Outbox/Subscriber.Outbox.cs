using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>What a delivery of the outbox brings back.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Takes note of what was delivered. A delivery that is no longer waited for changes nothing.</summary>
    public Subscriber Delivered(Delivery delivery, DateTimeOffset now) =>
        Outbox.Find(delivery.EntryId)?.Delivered(this, delivery, now) ?? this;

    public Subscriber Without(OutboxEntry entry) => this with { Outbox = Outbox.Without(entry) };

    /// <summary>As <see cref="Outbox.Acknowledge"/>.</summary>
    public Subscriber AcknowledgeMessages(IReadOnlyDictionary<string, SentMessage?> sent, Outbox? saved)
    {
        var left = Outbox.Acknowledge(sent, saved);
        return ReferenceEquals(left, Outbox) ? this : this with { Outbox = left };
    }

    public Subscriber PurchaseNotified(NotifyPurchase entry, PurchaseNotified delivery, DateTimeOffset now)
    {
        if (delivery.OtherOwner is not null)
        {
            // The purchase's own grain stays with the first owner and needs no more snapshots of this one.
            var disowned = Disown(entry.Order, now);
            return disowned with { Outbox = disowned.Outbox.Without(disowned.Outbox.Find(entry.Id)!) };
        }

        var purchase = FindPurchase(entry.Order);
        if (purchase is not null && (purchase.Revision != delivery.Revision || delivery.Archived != (entry.ArchiveIn is not null)))
        {
            // It changed meanwhile: the newer snapshot is delivered next.
            return this;
        }

        var next = Without(entry);
        return entry.ArchiveIn is null || purchase is null or { Status: PurchaseStatus.Pending }
            ? next
            : next with
            {
                Purchases = next.Purchases.Without(purchase),
                ArchiveHorizon = ArchiveHorizon > purchase.ClickedAt ? ArchiveHorizon : purchase.ClickedAt,
            };
    }

    /// <summary>The statement is durable: the settled purchases that it lists can leave the record.</summary>
    public Subscriber StatementWritten(WriteStatement entry)
    {
        var (orders, month) = (entry.Statement.Purchases, entry.Statement.Month);
        return this with
        {
            Outbox = orders
                .Where(order => Archivable.Any(purchase => purchase.Order == order))
                .Aggregate(Outbox.Without(entry), (waiting, order) => waiting.NotifyPurchase(order, month)),
        };
    }
}
