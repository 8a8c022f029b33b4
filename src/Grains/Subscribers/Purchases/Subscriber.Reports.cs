using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>Reports about order lines: which of them change something, and what that does to the purchase.</summary>
internal sealed partial record Subscriber
{
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

    private string? FindSameOrder(OrderReport report)
    {
        for (var i = 0; i < Purchases.Count; i++)
        {
            if (Purchases[i].LooksLike(report))
            {
                return Purchases[i].Order.ToString();
            }
        }

        return null;
    }

    private Subscriber FirstReport(OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var purchase = Purchase.FromFirstReport(report, report.ExchangeRate ?? 1, now, rules.Rounding);
        var next = this with
        {
            Purchases = Purchases.Add(purchase),
            Outbox = Outbox.NotifyPurchase(purchase.Order, isNew: true),
        };
        var expected = report.Amount is null ? null
            : purchase.Cashback == 0 ? Texts.TooSmall
            : Texts.ExpectedBy(purchase.Cashback, rules.Calendar.DayOf(purchase.AnswerDueBy));
        next = next.Log(
            now, new("purchase", Texts.PurchaseRegistered(purchase.StoreName), expected) { Order = purchase.Order, ClickId = purchase.ClickId });
        return report.Status switch
        {
            ReportedStatus.Confirmed => next.Confirm(purchase, report, now, rules),
            ReportedStatus.Declined => next.Decline(purchase, now, report.Reason),
            _ => next.SendAbout(purchase, "purchase-registered", purchase.Cashback),
        };
    }

    private Subscriber LaterReport(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var transition = purchase.Disowned && report.Status != ReportedStatus.Created ? Transition.Refuse
            : Left is not null ? AfterLeaving(purchase, report)
            : PurchaseLife.Decide(purchase.Status, report.Status);
        purchase = transition == Transition.Ignore ? purchase : purchase.Heard(report);
        var next = transition switch
        {
            Transition.Stay => Amend(purchase, report, now, rules),
            Transition.Confirm => Confirm(purchase, report, now, rules),
            Transition.Decline => Decline(purchase, now, report.Reason),
            Transition.Reverse => Reverse(purchase, now, report.Reason ?? Texts.TakenBackByStore),
            Transition.Hold => Hold(purchase, report, now),
            Transition.Refuse => Refuse(purchase, report, now),
            _ => this,
        };
        return transition == Transition.Ignore ? next : next.Remember(report);
    }

    /// <summary>The place of the newest message is kept even where nothing else changed: one between the two must not count.</summary>
    private Subscriber Remember(OrderReport report)
    {
        var order = report.Order;
        var purchase = FindPurchase(order)!;
        var heard = purchase.Heard(report);
        if (ReferenceEquals(heard, purchase))
        {
            return this;
        }

        // A purchase that is being archived is sent again, or its grain would keep it without this time.
        var leaving = Outbox.Find(Outbox.PurchaseEntryId(order)) is NotifyPurchase { ArchiveIn: not null };
        return this with
        {
            Purchases = Purchases.With(heard),
            Outbox = leaving ? Outbox.NotifyPurchase(order) : Outbox,
        };
    }

    /// <summary>
    /// The amount changed: recomputed while pending; once confirmed the difference is credited within the cap, or taken back.
    /// </summary>
    private Subscriber Amend(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var amended = Reprice(purchase, report);
        if (ReferenceEquals(amended, purchase))
        {
            return this;
        }

        var why = Texts.AmountChanged(purchase.Amount, amended.Amount);
        amended = amended.Note(now, purchase.Status.ToString().ToLowerInvariant(), why);
        var title = Texts.Recomputed(purchase.StoreName);
        if (purchase.Status != PurchaseStatus.Confirmed)
        {
            return With(purchase, amended).Log(now, new("purchase", title, why) { Order = purchase.Order });
        }

        // What the cap has taken is never paid, however the amount moves.
        var difference = amended.Payable - purchase.Credited;
        if (difference >= 0)
        {
            var (accrual, credited, over) = Accrual.Credit(difference, rules.MonthlyCap);
            var raised = amended.Credit(Accrual.Month, credited, over);
            return (With(purchase, raised) with { Accrual = accrual, Balance = Balance.Credit(credited) })
                .Log(now, new("purchase", title, why, credited) { Order = purchase.Order, Spent = raised.Spent - purchase.Spent })
                .LogCut(over, now, purchase);
        }

        var (next, lowered) = TakeBack(amended, -difference);
        return next.With(purchase, lowered.WithOverLimit())
            .Log(now, new("purchase", title, why, difference) { Order = purchase.Order, Spent = lowered.Spent - purchase.Spent });
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
}
