using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>
/// What a save appends (docs/adr/0052): the parts that differ from the record as last saved. Parts are immutable, so that one
/// which is the same object has not changed.
/// </summary>
internal sealed partial record Subscriber : IJournaled
{
    Type IJournaled.ChangeType => typeof(SubscriberChange);

    object IJournaled.ChangeSince(object? saved) => saved is Subscriber known ? ChangeSince(known) : FirstChange();

    object IJournaled.Apply(object change) => Apply((SubscriberChange)change);

    private SubscriberChange FirstChange() => new() { History = HistoryChange.Between(new History(), History) };

    public SubscriberChange ChangeSince(Subscriber saved) => new()
    {
        History = HistoryChange.Between(saved.History, History),
        Purchases = Purchases.ChangeSince(saved.Purchases),
        Rewards = RewardsChange.Between(saved.Rewards, Rewards),
        Accrual = saved.Accrual == Accrual ? null : Accrual,
        Balance = saved.Balance == Balance ? null : Balance,
        Payouts = saved.Payouts == Payouts ? null : Payouts,
        Outbox = OutboxChange.Between(saved.Outbox, Outbox),
        Goals = ReferenceEquals(saved.Goals, Goals) ? null : Goals,
        MessagesToday = MemberChange.Between(saved.MessagesToday, MessagesToday),
        LastClickAt = MemberChange.Between(saved.LastClickAt, LastClickAt),
        SettlementArmedFor = MemberChange.Between(saved.SettlementArmedFor, SettlementArmedFor),
        LastStatement = MemberChange.Between(saved.LastStatement, LastStatement),
        ArchiveHorizon = MemberChange.Between(saved.ArchiveHorizon, ArchiveHorizon),
        Receipts = MemberChange.Between(saved.Receipts, Receipts),
        Claims = MemberChange.Between(saved.Claims, Claims),
        Certificates = MemberChange.Between(saved.Certificates, Certificates),
        Welcome = MemberChange.Between(saved.Welcome, Welcome),
        Invitation = MemberChange.Between(saved.Invitation, Invitation),
        ReferralCode = MemberChange.Between(saved.ReferralCode, ReferralCode),
        PromoCode = MemberChange.Between(saved.PromoCode, PromoCode),
        Phone = saved.Phone == Phone ? null : Phone,
        Email = MemberChange.Between(saved.Email, Email),
        EmailConfirmed = saved.EmailConfirmed == EmailConfirmed ? null : EmailConfirmed,
        Locale = saved.Locale == Locale ? null : Locale,
        Kind = saved.Kind == Kind ? null : Kind,
        RegisteredAt = saved.RegisteredAt == RegisteredAt ? null : RegisteredAt,
        Changes = MemberChange.Between(saved.Changes, Changes),
        Departing = MemberChange.Between(saved.Departing, Departing),
        Left = MemberChange.Between(saved.Left, Left),
    };

    public Subscriber Apply(SubscriberChange change) => this with
    {
        History = change.History?.Apply(History) ?? History,
        Purchases = Purchases.Apply(change.Purchases),
        Rewards = change.Rewards?.Apply(Rewards) ?? Rewards,
        Accrual = change.Accrual ?? Accrual,
        Balance = change.Balance ?? Balance,
        Payouts = change.Payouts ?? Payouts,
        Outbox = change.Outbox?.Apply(Outbox) ?? Outbox,
        Goals = change.Goals ?? Goals,
        MessagesToday = MemberChange.Apply(change.MessagesToday, MessagesToday),
        LastClickAt = MemberChange.Apply(change.LastClickAt, LastClickAt),
        SettlementArmedFor = MemberChange.Apply(change.SettlementArmedFor, SettlementArmedFor),
        LastStatement = MemberChange.Apply(change.LastStatement, LastStatement),
        ArchiveHorizon = MemberChange.Apply(change.ArchiveHorizon, ArchiveHorizon),
        Receipts = MemberChange.Apply(change.Receipts, Receipts),
        Claims = MemberChange.Apply(change.Claims, Claims),
        Certificates = MemberChange.Apply(change.Certificates, Certificates),
        Welcome = MemberChange.Apply(change.Welcome, Welcome),
        Invitation = MemberChange.Apply(change.Invitation, Invitation),
        ReferralCode = MemberChange.Apply(change.ReferralCode, ReferralCode),
        PromoCode = MemberChange.Apply(change.PromoCode, PromoCode),
        Phone = change.Phone ?? Phone,
        Email = MemberChange.Apply(change.Email, Email),
        EmailConfirmed = change.EmailConfirmed ?? EmailConfirmed,
        Locale = change.Locale ?? Locale,
        Kind = change.Kind ?? Kind,
        RegisteredAt = change.RegisteredAt ?? RegisteredAt,
        Changes = MemberChange.Apply(change.Changes, Changes),
        Departing = MemberChange.Apply(change.Departing, Departing),
        Left = MemberChange.Apply(change.Left, Left),
    };
}
