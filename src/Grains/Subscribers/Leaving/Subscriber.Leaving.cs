using System.Text.Json.Serialization;
using Cashback.Certificates;
using Cashback.Programme;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <param name="Sum">All that was held, in whole bonuses, as it became certificates or was lost.</param>
/// <param name="Lost">What was lost of it, for want of an e-mail address.</param>
/// <param name="RequestId">Of the request; null: it had no name.</param>
internal sealed record Leaving(DateTimeOffset At, long Sum, long Lost, string? RequestId = null);

/// <summary>Leaving that was requested and has not taken effect: signing in undoes it.</summary>
internal sealed record Departure(
    [property: JsonPropertyName("askedAt")] DateTimeOffset RequestedAt, DateTimeOffset EffectiveAt, bool AcceptLoss, string? RequestId = null);

/// <summary>Leaving the programme (domain.md). The record stays readable; nothing more is credited to it or done in its name.</summary>
internal sealed partial record Subscriber
{
    /// <summary>Null while in the programme.</summary>
    public Leaving? Left { get; init; }

    /// <summary>Null: not about to leave.</summary>
    public Departure? Departing { get; init; }

    /// <summary>In the programme, and not about to leave it.</summary>
    [JsonIgnore]
    public bool Participates => Left is null && Departing is null;

    /// <summary>Where a certificate may go.</summary>
    private string? ConfirmedEmail => EmailConfirmed ? Email : null;

    private bool WouldLose => ConfirmedEmail is null && Held + Balance.InPayout > 0;

    public static Rejection HasLeft => new("left-programme", new("This subscriber has left the programme.", "Этот абонент вышел из программы."));

    /// <summary>What leaving brought or will bring. Refused: the sum that would be lost, with what is still in payout.</summary>
    public ExitView ToExit() => (Left, Departing) switch
    {
        ({ } left, _) => new ExitView(true, left.Sum, left.Lost, Balance.InPayout, Email),
        (_, not null) => new ExitView(true, Math.Max(0, Held), ConfirmedEmail is null ? Math.Max(0, Held) : 0, Balance.InPayout, Email),
        _ => new ExitView(false, Math.Max(0, Held + Balance.InPayout), 0, Balance.InPayout, Email),
    };

    /// <summary>
    /// Leaving takes effect when the window is over; until then nothing can be done in the subscriber's name. The same record back: left
    /// before, or something would be lost and that was not said to be understood.
    /// </summary>
    public Subscriber RequestLeaving(bool acceptLoss, string? requestId, DateTimeOffset now, ProgrammeRules rules)
    {
        if (Left is not null || Departing is not null || (WouldLose && !acceptLoss))
        {
            return this;
        }

        var asked = this with { Departing = new Departure(now, now + rules.UndoWindow, acceptLoss, requestId) };
        return rules.UndoWindow == TimeSpan.Zero
            ? asked.LeaveIfDue(now)
            : asked.Send("leaving", ("minutes", ((long)rules.UndoWindow.TotalMinutes).Text()));
    }

    /// <summary>The window is over: leaving takes effect, unless an address that it counted on is gone meanwhile.</summary>
    public Subscriber LeaveIfDue(DateTimeOffset now) => Departing is not { } departure || now < departure.EffectiveAt ? this
        : WouldLose && !departure.AcceptLoss ? CancelLeaving()
        : (this with { Departing = null }).Leave(departure, now);

    /// <summary>Leaving is undone.</summary>
    public Subscriber CancelLeaving() => Departing is null ? this : (this with { Departing = null }).Send("leaving-undone");

    /// <summary>Pending purchases end; <see cref="PayOutOnLeaving"/> makes a certificate of all that is held.</summary>
    private Subscriber Leave(Departure departure, DateTimeOffset now)
    {
        var ended = Purchases.Where(purchase => purchase.Status == PurchaseStatus.Pending).Aggregate(
            this, (subscriber, purchase) => subscriber
            .With(purchase, purchase.Become(PurchaseStatus.Declined, now, Texts.LeftReason))
            .Log(now, new("purchase", Texts.Declined(purchase.StoreName), Texts.LeftReason) { Order = purchase.Order }));

        // No settlement will come: its reminder finds nothing armed, and ends.
        return (ended with { Left = new Leaving(now, 0, 0, departure.RequestId), SettlementArmedFor = null }).Log(
            now, new("left", Texts.LeftProgramme));
    }

    /// <summary>
    /// What one who has left still holds becomes a certificate by e-mail, or is lost without an address: at the moment of
    /// leaving, and once more if a top-up that was under way then comes back refused. A debt stays as it is.
    /// </summary>
    public Subscriber PayOutOnLeaving(NewCode code, DateTimeOffset now)
    {
        if (Left is not { } left || Held <= 0)
        {
            return this;
        }

        var sum = Held;
        var next = this with
        {
            Accrual = Accrual with { Earned = 0 },
            Balance = Balance.Leave(sum, lost: ConfirmedEmail is null),
            Left = left with { Sum = left.Sum + sum, Lost = left.Lost + (ConfirmedEmail is null ? sum : 0) },
        };
        return ConfirmedEmail is not { } address
            ? next.Log(now, new("left", Texts.Lost(sum), Texts.LostReason, -sum)).Send("left-lost", ("bonuses", sum.Text()))
            : next.Issue(sum, code, null, now, Texts.SentByEmail)
                .Send("left", ("bonuses", sum.Text()))
                .SendLetter("certificate-letter", address, ("code", CertificateCodes.ForMessage(code)), ("bonuses", sum.Text()));
    }

    /// <summary>The letter did not arrive: the address is corrected, and the certificates of leaving go there.</summary>
    public Outcome<Subscriber> SendAgain(string email, string by, string reason, DateTimeOffset now)
    {
        if (Left is null)
        {
            return new Rejection("not-left", new(
                "This subscriber has not left the programme and can change the address.",
                "Этот абонент не вышел из программы и может изменить адрес сам."));
        }

        var certificates = CertificatesOrNone.Tail.Where(certificate => certificate.OrderId is null).ToList();
        if (certificates.Count == 0)
        {
            return new Rejection("no-certificate", new(
                "Leaving brought this subscriber no certificate.",
                "При выходе из программы этот абонент не получил сертификата."));
        }

        var corrected = (this with { Email = email, EmailConfirmed = true })
            .Log(now, new("left", Texts.SentAgain(EmailAddress.Mask(email)), $"{reason} ({by})"));
        return certificates.Aggregate(corrected, (next, certificate) => next.SendLetter(
            "certificate-letter",
            email,
            ("code", CertificateCodes.ForMessage(new NewCode(certificate.Hash, certificate.Sealed))),
            ("bonuses", certificate.Denomination.Text())));
    }

    /// <summary>A line reported for a click made before: kept as reported, and worth nothing.</summary>
    private Subscriber ReportAfterLeaving(OrderReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var purchase = Purchase.FromFirstReport(report, report.ExchangeRate ?? 1, now, rules.Rounding)
            .Become(PurchaseStatus.Declined, now, Texts.LeftReason);
        return (this with { Purchases = Purchases.Add(purchase), Outbox = Outbox.NotifyPurchase(purchase.Order, isNew: true) })
            .Log(now, new("purchase", Texts.Declined(purchase.StoreName), Texts.LeftReason) { Order = purchase.Order, ClickId = purchase.ClickId })
            .LaterReport(purchase, report, now, rules);
    }

    /// <summary>Nothing changes any more: a report that would change something is refused, and recorded as such.</summary>
    private static Transition AfterLeaving(Purchase purchase, OrderReport report) =>
        PurchaseLife.Decide(purchase.Status, report.Status) switch
        {
            Transition.Ignore => Transition.Ignore,
            Transition.Repeat => Transition.Repeat,
            Transition.Stay when report.Amount == purchase.Amount => Transition.Repeat,
            _ => Transition.Refuse,
        };
}
