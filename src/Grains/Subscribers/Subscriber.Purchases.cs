using System.Collections.Immutable;
using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Reports about order lines, and what else happens to a purchase.</summary>
internal sealed partial record Subscriber
{
    public Purchase? FindPurchase(OrderKey order) => Purchases.Find(order);

    /// <summary>
    /// The line may have been settled and moved out: its own grain has to be asked before it counts as new. A younger
    /// click proves nothing: the line's id alone names the purchase, and a network may report it again for another click.
    /// </summary>
    public bool MayBeArchived(OrderKey order) => ArchiveHorizon is not null && FindPurchase(order) is null;

    /// <summary>An archived purchase is back in the record, to be decided on; none, or one that came back meanwhile: as it is.</summary>
    public Subscriber With(Purchase? archived) => archived is null || FindPurchase(archived.Order) is not null ? this : this with
    {
        Purchases = Purchases.Add(archived),
        Outbox = Outbox.NotifyPurchase(archived.Order, revived: true),
    };

    /// <summary>The order may stand under another id among the purchases that have left: they have to be looked through first.</summary>
    public bool MayHideSameOrder(OrderReport report) =>
        report.OrderId is not null && report.ClickedAt <= ArchiveHorizon && FindPurchase(report.Order) is null;

    /// <param name="sameOrder">The archived purchase that the report's line looks like, if there is one.</param>
    public (Subscriber Next, ReportVerdict Verdict) Report(
        OrderReport report, DateTimeOffset now, ProgrammeRules rules, string? sameOrder = null)
    {
        var known = FindPurchase(report.Order);
        if (known is null && (sameOrder ?? FindSameOrder(report)) is { } other)
        {
            return (this, new ReportVerdict(ReportResult.Unattributable, ReportVerdict.SameOrder, other));
        }

        var unknownRate = report.ExchangeRate is null && report.Amount?.Currency != known?.Amount.Currency;
        if (report.Status == ReportedStatus.Declined)
        {
            // A decline needs no amount, and so no rate.
            report = unknownRate ? report with { Amount = null } : report;
        }
        else if (unknownRate || report.Amount is null)
        {
            return (this, new ReportVerdict(ReportResult.Unattributable, report.Amount is null ? "no-amount" : "unknown-currency-rate"));
        }

        var next = known is null && Left is not null ? ReportAfterLeaving(report, now, rules)
            : known is null ? FirstReport(report, now, rules)
            : known.IsNews(report) ? LaterReport(known, report, now, rules)
            : this;
        var changed = known is null || next.FindPurchase(report.Order)!.Revision != known.Revision;
        return (next, new ReportVerdict(changed ? ReportResult.Applied : ReportResult.Unchanged, null, report.Order.ToString()));
    }

    /// <summary>The deadline has come: a purchase that is still pending expires, and a claim can be filed.</summary>
    public Subscriber Expire(OrderKey order, DateTimeOffset now)
    {
        if (FindPurchase(order) is not { Status: PurchaseStatus.Pending } purchase || purchase.AnswerDueBy > now)
        {
            return this;
        }

        return With(purchase, purchase.Become(PurchaseStatus.Expired, now, Words.NoAnswerInTime))
            .Log(now, "purchase", Words.Expired(purchase.StoreName), Words.NoAnswerInTime, order: order)
            .Tell(purchase, "purchase-expired");
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
            PurchaseStatus.Confirmed when Left is null => Reverse(purchase, now, Words.BelongsToAnother),
            PurchaseStatus.Pending => Decline(purchase, now, Words.BelongsToAnother),
            _ => this,
        };
        var ended = next.FindPurchase(order)!;
        return next with { Purchases = next.Purchases.With(ended with { Disowned = true }) };
    }

    private string? FindSameOrder(OrderReport report) => report.OrderId is null
        ? null
        : Purchases.FirstOrDefault(purchase => purchase.LooksLike(report))?.Order.ToString();

    private Subscriber FirstReport(OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var purchase = Purchase.FromFirstReport(report, report.ExchangeRate ?? 1, now, rules.Rounding);
        var next = this with
        {
            Purchases = Purchases.Add(purchase),
            Outbox = Outbox.NotifyPurchase(purchase.Order, isNew: true),
            History = History.MarkReported(purchase.ClickId, Words.Reported),
        };
        next = next.Log(now, "purchase", Words.PurchaseRegistered(purchase.StoreName),
            report.Amount is null ? null : purchase.Cashback == 0 ? Words.TooSmall : Words.ExpectedBy(purchase.Cashback, rules.Calendar.DayOf(purchase.AnswerDueBy)),
            order: purchase.Order, clickId: purchase.ClickId);
        return report.Status switch
        {
            ReportedStatus.Confirmed => next.Confirm(purchase, report, now, rules),
            ReportedStatus.Declined => next.Decline(purchase, now, report.Reason),
            _ => next.Tell(purchase, "purchase-registered", purchase.Cashback),
        };
    }

    private Subscriber LaterReport(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var turn = purchase.Disowned && report.Status != ReportedStatus.Created ? Turn.Refuse
            : Left is not null ? AfterLeaving(purchase, report)
            : PurchaseLife.Decide(purchase.Status, report.Status);
        var next = turn switch
        {
            Turn.Stay => Amend(purchase, report, now, rules),
            Turn.Confirm => Confirm(purchase, report, now, rules),
            Turn.Decline => Decline(purchase, now, report.Reason),
            Turn.Reverse => Reverse(purchase, now, report.Reason ?? Words.TakenBackByStore),
            Turn.Hold => Hold(purchase, report, now),
            Turn.Refuse => Refuse(purchase, report, now),
            _ => this,
        };
        return turn == Turn.Ignore ? next : next.Remember(report);
    }

    /// <summary>The place of the newest message is kept even where nothing else changed: one between the two must not count.</summary>
    private Subscriber Remember(OrderReport report)
    {
        var order = report.Order;
        var purchase = FindPurchase(order)!;
        if ((purchase.ReportedAt, purchase.ReportedAs) == (report.At, report.Status))
        {
            return this;
        }

        // A purchase on its way out is told anew: what its grain keeps would not know this time.
        var leaving = Outbox.Find(Outbox.PurchaseEntryId(order)) is NotifyPurchase { ArchiveIn: not null };
        return this with
        {
            Purchases = Purchases.With(purchase with { ReportedAt = report.At, ReportedAs = report.Status }),
            Outbox = leaving ? Outbox.NotifyPurchase(order) : Outbox,
        };
    }

    private Subscriber Confirm(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var amended = Reprice(purchase, report);
        var (accrual, credited, over) = Accrual.Credit(amended.Payable, rules.MonthlyCap);
        var confirmed = (amended with { Credits = [] }).Credit(Accrual.Month, credited, over)
            .Become(PurchaseStatus.Confirmed, now, amended.Cashback == 0 ? Words.TooSmall : null);
        var next = (With(purchase, confirmed) with { Accrual = accrual, Balance = Balance.Credit(credited) })
            .Log(now, "purchase", Words.Confirmed(purchase.StoreName), amended.Cashback == 0 ? Words.TooSmall : null, credited, purchase.Order,
                spent: confirmed.Spent)
            .LogCut(over, now, purchase);
        return over > 0
            ? next.Tell(amended, "purchase-confirmed-cut", credited, over: over)
            : next.Tell(amended, "purchase-confirmed", credited);
    }

    private Subscriber Decline(Purchase purchase, DateTimeOffset now, string? reason) =>
        With(purchase, purchase.Become(PurchaseStatus.Declined, now, reason ?? Words.DeclinedByStore))
            .Log(now, "purchase", Words.Declined(purchase.StoreName), reason ?? Words.DeclinedByStore, order: purchase.Order)
            .Tell(purchase, "purchase-declined", reason: reason ?? Words.DeclinedByStore);

    private Subscriber Reverse(Purchase purchase, DateTimeOffset now, string reason)
    {
        var taken = purchase.Credited;
        var (next, without) = TakeBack(purchase, taken);
        return next.With(purchase, (without with { OverLimit = 0 }).Become(PurchaseStatus.Reversed, now, reason))
            .Log(now, "purchase", Words.Reversed(purchase.StoreName), reason, -taken, purchase.Order, spent: -purchase.Spent)
            .Tell(purchase, "purchase-reversed", taken, reason);
    }

    /// <summary>A confirmed order is on hold again; one held after its deadline gets a fresh period, or it would expire at once.</summary>
    private Subscriber Hold(Purchase purchase, OrderReport report, DateTimeOffset now)
    {
        var taken = purchase.Credited;
        var (next, without) = TakeBack(purchase, taken);
        var due = purchase.AnswerDueBy > now ? purchase.AnswerDueBy : now.AddDays(report.ConfirmationDays);
        var held = (Reprice(without, report) with { OverLimit = 0, AnswerDueBy = due }).Become(PurchaseStatus.Pending, now, report.Reason ?? Words.OnHold);
        return next.With(purchase, held)
            .Log(now, "purchase", Words.HeldAgain(purchase.StoreName), report.Reason ?? Words.OnHold, -taken, purchase.Order, spent: -purchase.Spent)
            .Tell(purchase, "purchase-on-hold", taken, report.Reason);
    }

    private Subscriber Refuse(Purchase purchase, OrderReport report, DateTimeOffset now)
    {
        var reason = Words.RefusedWord(report.Status, purchase.Status);
        return purchase.HasRefused(reason)
            ? this
            : With(purchase, purchase.Note(now, Purchase.Refused, reason)).Log(now, "purchase", Words.WordRefused(purchase.StoreName), reason, order: purchase.Order);
    }

    /// <summary>The amount changed: recomputed while pending; once confirmed the difference is credited within the cap, or taken back.</summary>
    private Subscriber Amend(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var amended = Reprice(purchase, report);
        if (ReferenceEquals(amended, purchase))
        {
            return this;
        }

        var why = Words.AmountChanged(purchase.Amount, amended.Amount);
        amended = amended.Note(now, purchase.Status.ToString().ToLowerInvariant(), why);
        var title = Words.Recomputed(purchase.StoreName);
        if (purchase.Status != PurchaseStatus.Confirmed)
        {
            return With(purchase, amended).Log(now, "purchase", title, why, order: purchase.Order);
        }

        // What the cap has taken is never paid, however the amount moves.
        var difference = amended.Payable - purchase.Credited;
        if (difference >= 0)
        {
            var (accrual, credited, over) = Accrual.Credit(difference, rules.MonthlyCap);
            var raised = amended.Credit(Accrual.Month, credited, over);
            return (With(purchase, raised) with { Accrual = accrual, Balance = Balance.Credit(credited) })
                .Log(now, "purchase", title, why, credited, purchase.Order, spent: raised.Spent - purchase.Spent)
                .LogCut(over, now, purchase);
        }

        var (next, lowered) = TakeBack(amended, -difference);
        return next.With(purchase, lowered.WithOverLimit())
            .Log(now, "purchase", title, why, difference, purchase.Order, spent: lowered.Spent - purchase.Spent);
    }

    private static Purchase Reprice(Purchase purchase, OrderReport report)
    {
        if (report.Amount is not { } amount)
        {
            return purchase;
        }

        var atRate = amount.Currency == purchase.Amount.Currency ? purchase : purchase with { ExchangeRate = report.ExchangeRate!.Value };
        return atRate.WithAmount(amount);
    }

    private (Subscriber Next, Purchase Without) TakeBack(Purchase purchase, long bonuses)
    {
        var (next, credits) = TakeBack(purchase.Credits, bonuses);
        return (next, purchase with { Credits = credits });
    }

    /// <summary>Takes credited bonuses back, the newest first: this month's give their room back, older ones come out of the balance.</summary>
    private (Subscriber Next, ImmutableArray<Credit> Left) TakeBack(ImmutableArray<Credit> credits, long bonuses)
    {
        var (left, fromMonth) = credits.Minus(bonuses, Accrual.Month);
        return (this with { Accrual = Accrual.TakeBack(fromMonth), Balance = Balance.TakeBack(bonuses, bonuses - fromMonth) }, left);
    }

    private Subscriber LogCut(long over, DateTimeOffset now, Purchase purchase) => over == 0
        ? this
        : Log(now, "overLimit", Words.OverLimit(over), Words.OverLimitReason, 0, purchase.Order);

    private Subscriber With(Purchase before, Purchase after) =>
        (this with { Purchases = Purchases.With(after), Outbox = Outbox.NotifyPurchase(after.Order) }).Refer(before, after).KeepWelcome(after);
}
