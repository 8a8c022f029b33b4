using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Programme;

namespace Cashback.Subscribers;

/// <summary>
/// The whole truth about one subscriber's bonuses, as one immutable record saved by one write. Decisions are in the
/// other parts of this record, a file for each noun; each takes <c>now</c> and returns the next record.
/// The same reference back means: nothing changed, nothing to save.
/// </summary>
internal sealed partial record Subscriber
{
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
    public WelcomeParticipations? Welcome { get; init; }

    /// <summary>This subscriber's own promo code; null: not requested yet.</summary>
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

    private SubscriberTexts Texts => SubscriberTexts.For(Locale);

    public static Subscriber Register(
        string id, Registration registration, DateTimeOffset now, ProgrammeRules rules, Invitation? invitation = null)
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
        return subscriber.Log(
            now, new("registered", subscriber.Texts.Registered, invitation is null ? null : subscriber.Texts.Joined(invitation.Result)));
    }

    /// <summary>
    /// Credited = held + paid + certificates + lost + taken back, and nothing held by one who left: a bug that breaks it must
    /// not be saved.
    /// </summary>
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
            LeftAt = Left?.At ?? Departing?.RequestedAt,
        };
    }

    /// <summary>Decides on the record with something archived back in it. Where that changes nothing, it stays archived.</summary>
    public (Subscriber Next, TAnswer Answer) DecideOn<TAnswer>(
        Subscriber revived, Func<Subscriber, (Subscriber Next, TAnswer Answer)> decide)
    {
        var (next, answer) = decide(revived);
        return (ReferenceEquals(next, revived) ? this : next, answer);
    }
}
