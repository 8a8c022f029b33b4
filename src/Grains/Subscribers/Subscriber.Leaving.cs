using Cashback.Certificates;
using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <param name="Sum">All that was held, in whole bonuses, as it became certificates or was lost.</param>
/// <param name="Lost">What was lost of it, for want of an e-mail address.</param>
internal sealed record Leaving(DateTimeOffset At, long Sum, long Lost);

/// <summary>Leaving the programme (domain.md). The record stays readable; nothing more is credited to it or done in its name.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Null while in the programme.</summary>
    public Leaving? Left { get; init; }

    public static Rejection HasLeft => new("left-programme", "This subscriber has left the programme.");

    public ExitView ToExit() => Left is { } left
        ? new ExitView(true, left.Sum, left.Lost, Balance.InPayout, Email)
        : new ExitView(false, Math.Max(0, Held), 0, Balance.InPayout, Email);

    /// <summary>
    /// Pending purchases end, and all that is held becomes one certificate. The same record back: left before, or it would be
    /// lost and that was not said to be understood.
    /// </summary>
    public Subscriber Leave(bool acceptLoss, NewCode code, DateTimeOffset now)
    {
        if (Left is not null || (Held > 0 && Email is null && !acceptLoss))
        {
            return this;
        }

        var ended = Purchases.Where(purchase => purchase.Status == PurchaseStatus.Pending).Aggregate(this, (subscriber, purchase) => subscriber
            .With(purchase, purchase.Become(PurchaseStatus.Declined, now, Words.LeftReason))
            .Log(now, "purchase", Words.Declined(purchase.StoreName), Words.LeftReason, order: purchase.Order));

        // No settlement will come: its reminder finds nothing armed, and ends.
        return (ended with { Left = new Leaving(now, 0, 0), SettlementArmedFor = null })
            .Log(now, "left", Words.LeftProgramme)
            .PayLeaver(code, now);
    }

    /// <summary>
    /// What one who has left still holds becomes a certificate by e-mail, or is lost without an address: at the moment of
    /// leaving, and once more if a top-up that was under way then comes back refused. A debt stays as it is.
    /// </summary>
    public Subscriber PayLeaver(NewCode code, DateTimeOffset now)
    {
        if (Left is not { } left || Held <= 0)
        {
            return this;
        }

        var sum = Held;
        var next = this with
        {
            Accrual = Accrual with { Earned = 0 },
            Balance = Balance.Leave(sum, lost: Email is null),
            Left = left with { Sum = left.Sum + sum, Lost = left.Lost + (Email is null ? sum : 0) },
        };
        return Email is null
            ? next.Log(now, "left", Words.Lost(sum), Words.LostReason, -sum).Send("left-lost", ("bonuses", sum.Text()))
            : next.Issue(sum, code, null, now, Words.SentByEmail)
                .Send("left", ("bonuses", sum.Text()))
                .SendLetter("certificate-letter", Email, ("code", CertificateCodes.ForMessage(code)), ("bonuses", sum.Text()));
    }

    /// <summary>A line reported for a click made before: kept with what was said, and worth nothing.</summary>
    private Subscriber ReportAfterLeaving(OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var purchase = Purchase.FromFirstReport(report, report.ExchangeRate ?? 1, now, rules.Rounding)
            .Become(PurchaseStatus.Declined, now, Words.LeftReason);
        return (this with { Purchases = Purchases.Add(purchase), Outbox = Outbox.Tell(purchase.Order, isNew: true) })
            .Log(now, "purchase", Words.Declined(purchase.StoreName), Words.LeftReason, order: purchase.Order, clickId: purchase.ClickId)
            .LaterReport(purchase, report, now, rules);
    }

    /// <summary>Nothing changes any more: what says something new is refused, and recorded as such.</summary>
    private static Turn AfterLeaving(Purchase purchase, OrderReport report) => PurchaseLife.Decide(purchase.Status, report.Status) switch
    {
        Turn.Ignore => Turn.Ignore,
        Turn.Repeat => Turn.Repeat,
        Turn.Stay when report.Amount == purchase.Amount => Turn.Repeat,
        _ => Turn.Refuse,
    };
}
