using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Purchases in the record, and what happens to them without a report.</summary>
internal sealed partial record Subscriber
{
    public Purchase? FindPurchase(OrderKey order) => Purchases.Find(order);

    /// <summary>
    /// The line may have been settled and moved out: its own grain has to be queried before it counts as new. A younger
    /// click proves nothing: the line's id alone names the purchase, and a network may report it again for another click.
    /// </summary>
    public bool MayBeArchived(OrderKey order) => ArchiveHorizon is not null && FindPurchase(order) is null;

    /// <summary>An archived purchase is back in the record, to be decided on; none, or one that came back meanwhile: as it is.</summary>
    public Subscriber With(Purchase? archived) => archived is null || FindPurchase(archived.Order) is not null ? this : this with
    {
        Purchases = Purchases.Add(archived),
        Outbox = Outbox.NotifyPurchase(archived.Order, revived: true),
    };

    /// <summary>The order may be known under another id among the purchases that have left: they have to be looked through first.</summary>
    public bool MayHideSameOrder(OrderReport report) =>
        report.OrderId is not null && report.ClickedAt <= ArchiveHorizon && FindPurchase(report.Order) is null;

    /// <summary>The deadline has come: a purchase that is still pending expires, and a claim can be filed.</summary>
    public Subscriber Expire(OrderKey order, DateTimeOffset now)
    {
        if (FindPurchase(order) is not { Status: PurchaseStatus.Pending } purchase || purchase.AnswerDueBy > now)
        {
            return this;
        }

        return With(purchase, purchase.Become(PurchaseStatus.Expired, now, Texts.NoAnswerInTime))
            .Log(now, new("purchase", Texts.Expired(purchase.StoreName), Texts.NoAnswerInTime) { Order = order })
            .SendAbout(purchase, "purchase-expired");
    }

    /// <summary>Ops take a confirmed purchase back; again: the first result.</summary>
    public Outcome<Subscriber> ReverseByHand(OrderKey order, string reason, DateTimeOffset now) => FindPurchase(order) switch
    {
        _ when Left is not null => HasLeft,
        null => new Rejection("unknown-purchase", new("This subscriber has no such purchase.", "У этого абонента нет такой покупки."), RejectionKind.NotFound),
        { Status: PurchaseStatus.Reversed } => this,
        { Status: PurchaseStatus.Confirmed } purchase => Reverse(purchase, now, reason),
        var other => new Rejection("purchase-not-confirmed", new(
            $"Only a confirmed purchase can be reversed; this one is {other.Status.ToString().ToLowerInvariant()}.",
            $"Отменить можно только подтверждённую покупку, а {StatusText.OfPurchase(other.Status).Ru}.")),
    };

    /// <summary>The line was first reported for another subscriber's click: it can't count here, now or later.</summary>
    public Subscriber Disown(OrderKey order, DateTimeOffset now)
    {
        if (FindPurchase(order) is not { Disowned: false } purchase)
        {
            return this;
        }

        var next = purchase.Status switch
        {
            PurchaseStatus.Confirmed when Left is null => Reverse(purchase, now, Texts.BelongsToAnother),
            PurchaseStatus.Pending => Decline(purchase, now, Texts.BelongsToAnother),
            _ => this,
        };
        var ended = next.FindPurchase(order)!;
        return next with { Purchases = next.Purchases.With(ended with { Disowned = true }) };
    }
}
