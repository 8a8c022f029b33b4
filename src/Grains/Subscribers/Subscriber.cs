using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Payouts;
using Cashback.Programme;

namespace Cashback.Subscribers;

/// <summary>A top-up that the billing system has not answered yet.</summary>
internal sealed record OpenPayout(PayoutRequest Request, string GoalId);

/// <summary>
/// The whole truth about one subscriber's bonuses, as one immutable record saved by one write. Decisions are in the
/// other parts of this record, a file for each noun; each takes <c>now</c> and returns the next record.
/// The same reference back means: nothing changed, nothing to save.
/// </summary>
internal sealed partial record Subscriber
{
    private const string ClickLineType = "click";
    private static readonly TimeSpan VisitKept = TimeSpan.FromMinutes(1);

    public required string Id { get; init; }

    public required Phone Phone { get; init; }

    public string? Email { get; init; }

    /// <summary>A code that was sent to the address came back: a certificate may go there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EmailConfirmed { get; init; }

    public required string Locale { get; init; }

    public required SubscriberKind Kind { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The promo code with which this subscriber came, if any.</summary>
    public string? ReferralCode { get; init; }

    /// <summary>What came of that code; null: came without one.</summary>
    public Invitation? Invitation { get; init; }

    /// <summary>Welcome campaigns in which this subscriber took part; null: none.</summary>
    public WelcomeTakes? Welcome { get; init; }

    /// <summary>This subscriber's own promo code; null: not asked for yet.</summary>
    public string? PromoCode { get; init; }

    public required Goals Goals { get; init; }

    public required Accrual Accrual { get; init; }

    public Balance Balance { get; init; } = new();

    public PurchaseBook Purchases { get; init; } = PurchaseBook.Empty;

    /// <summary>Null: none yet.</summary>
    public RewardBook? Rewards { get; init; }

    /// <summary>Null: none yet.</summary>
    public ReceiptBook? Receipts { get; init; }

    /// <summary>Null: none yet.</summary>
    public OpenClaims? Claims { get; init; }

    public ImmutableArray<OpenPayout> Payouts { get; init; } = [];

    public History History { get; init; } = new();

    public Outbox Outbox { get; init; } = new();

    public DateTimeOffset? LastClickAt { get; init; }

    /// <summary>The youngest click of a purchase that has left the record; null: none ever left, so an unknown line is new.</summary>
    public DateTimeOffset? ArchiveHorizon { get; init; }

    /// <summary>The newest month with a statement; each statement names the one before it.</summary>
    public YearMonth? LastStatement { get; init; }

    /// <summary>The month for whose end a reminder is armed.</summary>
    public YearMonth? SettlementArmedFor { get; init; }

    /// <summary>Something is there to settle at the month's end. Stored too: operations count by it.</summary>
    public bool SettlementDue => Left is null && (Accrual.Earned != 0 || Balance.Available > 0);

    /// <summary>All that is held: the balance that the history shows after each line.</summary>
    [JsonIgnore]
    public long Held => Accrual.Earned + Balance.Available + Balance.Savings;

    private Wording Words => Wording.For(Locale);

    public static Subscriber Register(string id, Registration registration, DateTimeOffset now, ProgrammeRules rules, Invitation? invitation = null)
    {
        var subscriber = new Subscriber
        {
            Id = id,
            Phone = registration.Phone,
            Email = registration.Email,
            Locale = registration.Locale,
            Kind = registration.Kind,
            RegisteredAt = now,
            ReferralCode = registration.ReferralCode,
            Invitation = invitation,
            Goals = Goals.Default(registration.Kind, registration.Phone),
            Accrual = new Accrual(rules.Calendar.MonthOf(now), 0),
        };
        return subscriber.Log(now, "registered", subscriber.Words.Registered, invitation is null ? null : subscriber.Words.Joined(invitation.Result));
    }

    /// <summary>
    /// A visit to a store. Two clicks never share a time, since the time is what tells their ids apart. Who comes again within a
    /// minute, to what would be the same click but for the time, is on the visit that there is.
    /// </summary>
    public (Subscriber Next, DateTimeOffset At) Visit(StoreVisit visit, DateTimeOffset now, Func<DateTimeOffset, string> makeClickId)
    {
        if (VisitBefore(visit, now, makeClickId) is { } before)
        {
            return (this, before);
        }

        var at = Clicks.ClickIds.Truncate(now);
        if (LastClickAt is { } last && at <= last)
        {
            at = last + Clicks.ClickIds.Step;
        }

        var next = this with { LastClickAt = at };
        return (next.Log(now, ClickLineType, Words.Visit(visit.StoreName), storeId: visit.StoreId, clickId: makeClickId(at)), at);
    }

    private DateTimeOffset? VisitBefore(StoreVisit visit, DateTimeOffset now, Func<DateTimeOffset, string> makeClickId)
    {
        if (LastClickAt is not { } last || now - last >= VisitKept)
        {
            return null;
        }

        var found = History.Tail.FindLast(visit.StoreId, line => line.Type == ClickLineType && line.StoreId == visit.StoreId);
        return found is var (_, line) && now - line.At < VisitKept
            ? ((DateTimeOffset[])[Clicks.ClickIds.Truncate(line.At), last]).Cast<DateTimeOffset?>().FirstOrDefault(at => makeClickId(at!.Value) == line.ClickId)
            : null;
    }

    /// <summary>Credited = held + paid + certificates + lost + taken back, and nothing held by one who left: a bug that breaks it must not be saved.</summary>
    public void AssertSound()
    {
        if (!Balance.Conserves(Accrual.Earned) || Balance.InPayout != Payouts.Sum(payout => payout.Request.Amount) || Accrual.Earned < 0
            || this is { Left: not null, Held: > 0 })
        {
            throw new InvalidOperationException($"The books of subscriber {Id} do not balance: {Accrual}, {Balance}.");
        }
    }

    public AccountView ToAccount(ProgrammeRules rules)
    {
        var pending = Purchases.Sum(purchase => purchase.Expected);
        var nextMonth = Accrual.Month.Next;
        return new AccountView
        {
            SubscriberId = Id,
            Phone = Phone,
            Email = Email,
            EmailConfirmed = EmailConfirmed,
            Locale = Locale,
            Kind = Kind,
            Balance = new BalanceView(
                Balance.Available, Balance.Savings, Accrual.Earned, pending, Accrual.Room(rules.MonthlyCap), Balance.InPayout),
            NextSettlement = new DateOnly(nextMonth.Year, nextMonth.Month, 1),
            Goals = [.. ToGoalViews(rules)],
            RegisteredAt = RegisteredAt,
            LeftAt = Left?.At ?? Departing?.AskedAt,
        };
    }

    /// <summary>A click's line says whether the store has reported an order meanwhile.</summary>
    public HistoryLine Explain(HistoryLine line) => line.Type != ClickLineType ? line : line with
    {
        Reason = Purchases.Any(purchase => purchase.ClickId == line.ClickId) ? Words.Reported : line.Reason ?? Words.NotReported,
    };

    /// <summary>Decides on the record with something archived back in it. Where that changes nothing, it stays archived.</summary>
    public (Subscriber Next, TAnswer Answer) DecideOn<TAnswer>(
        Subscriber revived, Func<Subscriber, (Subscriber Next, TAnswer Answer)> decide)
    {
        var (next, answer) = decide(revived);
        return (ReferenceEquals(next, revived) ? this : next, answer);
    }

    private Subscriber Log(
        DateTimeOffset at,
        string type,
        string title,
        string? reason = null,
        long? bonuses = null,
        OrderKey? order = null,
        string? storeId = null,
        string? clickId = null,
        string? goalId = null,
        string? payoutId = null,
        string? rewardId = null,
        decimal? spent = null,
        string? certificateId = null,
        string? receiptId = null,
        string? claimId = null,
        string? status = null)
    {
        var history = History.Add(new HistoryLine
        {
            Sequence = History.LastSequence + 1,
            At = at,
            Type = type,
            Title = title,
            Reason = reason,
            Bonuses = bonuses,
            BalanceAfter = Held,
            PurchaseId = order?.ToString(),
            StoreId = storeId ?? order?.StoreId,
            ClickId = clickId,
            GoalId = goalId,
            PayoutId = payoutId,
            RewardId = rewardId,
            Spent = spent,
            CertificateId = certificateId,
            ReceiptId = receiptId,
            ClaimId = claimId,
            Status = status,
        });
        return this with { History = history, Outbox = history.HasPageToMove ? Outbox.ArchiveHistoryPage(history.FirstPage) : Outbox };
    }

    private Subscriber Send(string template, params ReadOnlySpan<(string Name, string Value)> values) => Send(template, null, values);

    /// <param name="email">Where a letter goes; for a template that is one.</param>
    private Subscriber SendLetter(string template, string email, params ReadOnlySpan<(string Name, string Value)> values) =>
        Send(template, email, values);

    private Subscriber Send(string template, string? email, ReadOnlySpan<(string Name, string Value)> values)
    {
        var filled = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in values)
        {
            filled[name] = value;
        }

        return this with { Outbox = Outbox.SendMessage(Id, template, filled.ToImmutable(), email) };
    }
}
