using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>What a delivery of the outbox brings back.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Takes note of what was delivered. A delivery that is no longer waited for changes nothing.</summary>
    public Subscriber Delivered(Delivery delivery, DateTimeOffset now)
    {
        var entry = Outbox.Find(delivery.EntryId);
        return entry switch
        {
            null => this,
            TellPurchase told => Told(told, delivery, now),
            StartPayout start when delivery.Answer is { } answer => Without(entry).PayoutAnswered(start.Request.PayoutId, answer, now),
            WriteStatement written => Written(written),
            MoveHistory moved => Moved(moved.Page),
            AskWelcome asked => Claimed(asked, delivery, now),
            OweReward owed => owed.Report.Revision == delivery.LongRevision ? Without(entry) : this,
            MoveCertificates certificates => CertificatesMoved(certificates),
            KeepReward kept => Kept(kept, delivery),
            _ => Without(entry),
        };
    }

    public Subscriber WithoutMessages(IReadOnlySet<string> sent)
    {
        var left = Outbox.Entries.RemoveAll(entry => sent.Contains(entry.Id));
        return left.Length == Outbox.Entries.Length ? this : this with { Outbox = Outbox with { Entries = left } };
    }

    private Subscriber Told(TellPurchase entry, Delivery delivery, DateTimeOffset now)
    {
        if (delivery.OtherOwner is not null)
        {
            // The purchase's own grain stays with the first owner; there is nothing to tell it about this one any more.
            var disowned = Disown(entry.Order, now);
            return disowned with { Outbox = disowned.Outbox.Without(disowned.Outbox.Find(entry.Id)!) };
        }

        var purchase = FindPurchase(entry.Order);
        if (purchase is not null && (purchase.Revision != delivery.Revision || delivery.Archived != (entry.ArchiveIn is not null)))
        {
            // It changed while it was told: the newer snapshot is told next.
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
    public Subscriber Written(WriteStatement entry)
    {
        var (orders, month) = (entry.Statement.Purchases, entry.Statement.Month);
        return this with
        {
            Outbox = orders
                .Where(order => Archivable.Any(purchase => purchase.Order == order))
                .Aggregate(Outbox.Without(entry), (waiting, order) => waiting.Tell(order, month)),
        };
    }

    /// <summary>A page of the history is durable in a grain of its own.</summary>
    public Subscriber Moved(long page) => (this with
    {
        History = History.WithoutPage(page),
        Outbox = Outbox.Find(Outbox.MoveId(page)) is { } entry ? Outbox.Without(entry) : Outbox,
    }).MoveNextPage();

    /// <summary>A page that could not move out with a save: it is still here, and its grain is told.</summary>
    public Subscriber NotMoved(WrittenLines page) =>
        this with { History = History.WithPage(page), Outbox = Outbox.Move(History.PageOf(page[0].Sequence)) };

    private Subscriber MoveNextPage() => History.HasPageToMove ? this with { Outbox = Outbox.Move(History.FirstPage) } : this;

    private Subscriber Without(OutboxEntry entry) => this with { Outbox = Outbox.Without(entry) };
}
