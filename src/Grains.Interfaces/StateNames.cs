namespace Cashback;

/// <summary>
/// Names of grain states. The storage's row key holds this name and not the grain's class, so each is used by
/// exactly one grain class (a test proves it).
/// </summary>
public static class StateNames
{
    public const string Subscriber = "subscriber";
    public const string Purchase = "purchase";
    public const string Statement = "statement";
    public const string Phone = "phone";
    public const string Session = "session";
    public const string Proof = "proof";
    public const string SignIns = "sign-ins";
    public const string SignInHour = "sign-in-hour";
    public const string Store = "store";
    public const string Catalogue = "catalogue";
    public const string ExchangeRates = "rates";
    public const string Network = "network";
    public const string Quarantine = "quarantine";
    public const string QuarantineRun = "quarantine-run";
    public const string Reconciliation = "reconciliation";
    public const string ConflictPage = "conflicts";
    public const string StatisticsPull = "pull";
    public const string Payout = "payout";
    public const string Reward = "reward";
    public const string Referral = "referral";
    public const string Campaigns = "campaigns";
    public const string WelcomeBudget = "welcome-budget";
    public const string WelcomeClaims = "welcome-claims";
    public const string Certificate = "certificate";
    public const string CertificatePage = "certificate-page";
    public const string CertificateDevice = "certificate-device";
    public const string Guesses = "guesses";
    public const string Shop = "shop";
    public const string Installation = "installation";
    public const string Receipt = "receipt";
    public const string FiscalDocument = "fiscal-document";
    public const string ReceiptPromotions = "receipt-promotions";
    public const string Claim = "claim";
    public const string ClaimBook = "claim-book";
    public const string ClaimDocument = "claim-document";
    public const string ClaimedLine = "claimed-line";
    public const string Message = "message";
    public const string SmsDay = "sms-day";
    public const string Idempotency = "idempotency";
    public const string Card = "card";
    public const string CardHolder = "card-holder";
    public const string CardWeek = "card-week";
    public const string CardStatement = "card-statement";
    public const string DeviceSale = "device-sale";
    public const string DeviceBudget = "device-budget";
    public const string DevicePromotions = "device-promotions";
    public const string DeviceQuota = "device-quota";
    public const string DeviceHolds = "device-holds";
}

/// <summary>Names of storage providers: the ledger (the hot path) is apart from everything else.</summary>
public static class StorageNames
{
    /// <summary>
    /// Subscribers, and what each of their months brings: purchases, statements, payouts, messages, rewards, certificates, receipts, cards.
    /// </summary>
    public const string Ledger = "ledger";

    /// <summary>Everything else.</summary>
    public const string Records = "records";
}
