using System.Globalization;

namespace Cashback;

/// <summary>
/// Keys of grains. Each carries a prefix that is not hexadecimal, with a colon: without it Orleans' ADO.NET
/// provider reads a key as a number or GUID and maps different keys to one row.
/// </summary>
public static class GrainKeys
{
    public static string Subscriber(string subscriberId) => $"sub:{subscriberId}";

    public static string Phone(Phone phone) => $"phone:{phone.E164}";

    public static string Session(string sessionId) => $"session:{sessionId}";

    public static string Proof(string subscriberId) => $"proof:{subscriberId}";

    /// <summary>The list of a subscriber's sign-ins.</summary>
    public static string SignIns(string subscriberId) => $"signins:{subscriberId}";

    public static string SignInAddress(string address) => $"signinaddress:{address}";

    /// <summary>The one grain of its kind that counts the sign-in codes of the whole programme.</summary>
    public const string SignInGate = "signingate:all";

    public static string Order(OrderKey order) => $"order:{order}";

    public static string Statement(string subscriberId, YearMonth month) => $"stmt:{subscriberId}:{month}";

    public static string Store(string storeId) => $"store:{storeId}";

    public static string Network(string network) => $"network:{network}";

    public static string Payout(string payoutId) => $"payout:{payoutId}";

    public static string Reward(string subscriberId, string rewardId) => $"reward:{subscriberId}:{rewardId}";

    public static string Referral(string code) => $"promo:{code}";

    public static string WelcomeBudget(string campaignId) => $"budget:{campaignId}";

    public static string WelcomeClaims(string campaignId, int book) => $"welcome:{campaignId}:{book}";

    /// <param name="codeHash">See <c>CertificateCodes</c>.</param>
    public static string Certificate(string codeHash) => $"cert:{codeHash}";

    public static string CertificatePage(string subscriberId, long page) => $"certs:{subscriberId}:{page}";

    /// <param name="deviceHash">A device's id is typed or scanned by somebody: it may hold anything, hence its hash.</param>
    public static string CertificateDevice(string deviceHash) => $"certdevice:{deviceHash}";

    /// <param name="caller"><c>key-ID</c> or <c>address-ADDRESS</c>.</param>
    public static string Guesses(string caller) => $"guesses:{caller}";

    public static string Shop(string shopId) => $"shop:{shopId}";

    public static string Receipt(string receiptId) => $"receipt:{receiptId}";

    public static string FiscalDocument(string documentName) => $"fiscal:{documentName}";

    public static string Claim(string claimId) => $"claim:{claimId}";

    public static string ClaimBook(string storeId) => $"claimbook:{storeId}";

    public static string ClaimDocument(string claimId) => $"claimdoc:{claimId}";

    public static string ClaimedLine(string network, string lineId) => $"claimed:{network}:{lineId}";

    public static string Message(string messageId) => $"msg:{messageId}";

    /// <param name="day">Of the programme's calendar.</param>
    public static string SmsBudget(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"sms:{day:yyyy-MM-dd}");

    public static string Quarantine(string quarantineId) => $"quar:{quarantineId}";

    public static string QuarantineRun(string runId) => $"quarrun:{runId}";

    public static string Reconciliation(string reconciliationId) => $"recon:{reconciliationId}";

    public static string ConflictPage(string reconciliationId, int page) => $"conflicts:{reconciliationId}:{page}";

    public static string StatisticsPull(string network) => $"pull:{network}";

    public static string Idempotency(string caller, string key) => $"idem:{caller}:{key}";

    public static string Card(string cardId) => $"card:{cardId}";

    public static string CardHolder(string subscriberId) => $"cardholder:{subscriberId}";

    /// <param name="monday">With which the week begins.</param>
    public static string CardWeek(string cardId, DateOnly monday) => $"cardweek:{cardId}:{monday:yyyy-MM-dd}";

    public static string CardStatement(string cardId, YearMonth month) => $"cardstmt:{cardId}:{month}";

    public static string DeviceSale(string imei) => $"device:{imei}";

    public static string DeviceBudget(string promotionId) => $"devicebudget:{promotionId}";

    /// <param name="what">Whose uses are counted: <c>shop:ID</c>, or <c>wallet:HASH</c> of its number.</param>
    public static string DeviceQuota(string promotionId, string what) => $"devicequota:{promotionId}:{what}";

    /// <summary>The one grain of its kind that lists the sales which wait for a person.</summary>
    public const string DeviceHolds = "deviceholds:all";

    /// <summary>The one grain of its kind that lists the device promotions.</summary>
    public const string DevicePromotions = "devicepromotions:all";

    /// <summary>The one grain of its kind that lists all stores.</summary>
    public const string Catalogue = "catalogue:all";

    /// <summary>The one grain of its kind that holds the exchange rates.</summary>
    public const string ExchangeRates = "rates:all";

    /// <summary>The one grain of its kind that lists all campaigns.</summary>
    public const string Campaigns = "campaigns:all";

    /// <summary>The one grain of its kind that lists the promotions of receipts.</summary>
    public const string ReceiptPromotions = "promotions:all";

    /// <summary>The one grain of its kind that holds what there is once for the installation.</summary>
    public const string Installation = "installation:keys";

    /// <summary>Asks the store of record whether it can be read.</summary>
    public const string StoreProbe = "probe:store";

    /// <summary>The id behind a key: what follows the first colon.</summary>
    public static string IdOf(string key) => key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
