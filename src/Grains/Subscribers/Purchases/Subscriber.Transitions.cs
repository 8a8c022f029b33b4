using System.Collections.Immutable;
using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>The transitions of a purchase, with what they do to the bonuses, the history and the subscriber's messages.</summary>
internal sealed partial record Subscriber
{
    private Subscriber Confirm(Purchase purchase, OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var amended = Reprice(purchase, report);
        var (accrual, credited, over) = Accrual.Credit(amended.Payable, rules.MonthlyCap);
        var uncredited = amended.Credits.IsEmpty ? amended : amended with { Credits = [] };
        var confirmed = uncredited.Credit(Accrual.Month, credited, over)
            .Become(PurchaseStatus.Confirmed, now, amended.Cashback == 0 ? Texts.TooSmall : null);
        var next = (With(purchase, confirmed) with { Accrual = accrual, Balance = Balance.Credit(credited) })
            .Log(now, new("purchase", Texts.Confirmed(purchase.StoreName), amended.Cashback == 0 ? Texts.TooSmall : null, credited)
            {
                Order = purchase.Order,
                Spent = confirmed.Spent,
            })
            .LogCut(over, now, purchase);
        return over > 0
            ? next.SendAbout(amended, "purchase-confirmed-cut", credited, over: over)
            : next.SendAbout(amended, "purchase-confirmed", credited);
    }

    private Subscriber Decline(Purchase purchase, DateTimeOffset now, string? reason) =>
        With(purchase, purchase.Become(PurchaseStatus.Declined, now, reason ?? Texts.DeclinedByStore))
            .Log(now, new("purchase", Texts.Declined(purchase.StoreName), reason ?? Texts.DeclinedByStore) { Order = purchase.Order })
            .SendAbout(purchase, "purchase-declined", reason: reason ?? Texts.DeclinedByStore);

    private Subscriber Reverse(Purchase purchase, DateTimeOffset now, string reason)
    {
        var taken = purchase.Credited;
        var (next, without) = TakeBack(purchase, taken);
        return next.With(purchase, (without with { OverLimit = 0 }).Become(PurchaseStatus.Reversed, now, reason))
            .Log(now, new("purchase", Texts.Reversed(purchase.StoreName), reason, -taken) { Order = purchase.Order, Spent = -purchase.Spent })
            .SendAbout(purchase, "purchase-reversed", taken, reason);
    }

    /// <summary>A confirmed order is on hold again; one held after its deadline gets a fresh period, or it would expire at once.</summary>
    private Subscriber Hold(Purchase purchase, OrderReport report, DateTimeOffset now)
    {
        var taken = purchase.Credited;
        var (next, without) = TakeBack(purchase, taken);
        var due = purchase.AnswerDueBy > now ? purchase.AnswerDueBy : now.AddDays(report.ConfirmationDays);
        var held = (Reprice(without, report) with { OverLimit = 0, AnswerDueBy = due }).Become(
            PurchaseStatus.Pending, now, report.Reason ?? Texts.OnHold);
        return next.With(purchase, held)
            .Log(now, new("purchase", Texts.HeldAgain(purchase.StoreName), report.Reason ?? Texts.OnHold, -taken)
            {
                Order = purchase.Order,
                Spent = -purchase.Spent,
            })
            .SendAbout(purchase, "purchase-on-hold", taken, report.Reason);
    }

    private Subscriber Refuse(Purchase purchase, OrderReport report, DateTimeOffset now)
    {
        var reason = Texts.WhyReportIgnored(report.Status, purchase.Status);
        return purchase.HasRefused(reason)
            ? this
            : With(purchase, purchase.Note(now, Purchase.Refused, reason))
                .Log(now, new("purchase", Texts.ReportIgnored(purchase.StoreName), reason) { Order = purchase.Order });
    }

    private (Subscriber Next, Purchase Without) TakeBack(Purchase purchase, long bonuses)
    {
        var (next, credits) = TakeBack(purchase.Credits, bonuses);
        return (next, purchase with { Credits = credits });
    }

    /// <summary>
    /// Takes credited bonuses back, the newest first: this month's give their room back, older ones come out of the balance.
    /// </summary>
    private (Subscriber Next, ImmutableArray<Credit> Left) TakeBack(ImmutableArray<Credit> credits, long bonuses)
    {
        var (left, fromMonth) = credits.Minus(bonuses, Accrual.Month);
        return (this with { Accrual = Accrual.TakeBack(fromMonth), Balance = Balance.TakeBack(bonuses, bonuses - fromMonth) }, left);
    }

    private Subscriber LogCut(long over, DateTimeOffset now, Purchase purchase) => over == 0
        ? this
        : Log(now, new("overLimit", Texts.OverLimit(over), Texts.OverLimitReason, 0) { Order = purchase.Order });

    private Subscriber With(Purchase before, Purchase after) =>
        (this with { Purchases = Purchases.With(after), Outbox = Outbox.NotifyPurchase(after.Order) }).UpdateReferral(
            before, after).UpdateWelcomeClaims(after);
}
