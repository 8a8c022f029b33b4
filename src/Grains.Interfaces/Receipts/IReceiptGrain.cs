using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace Cashback.Receipts;

/// <summary>One receipt of an offline purchase, key <c>receipt:DRIVE-DOCUMENT-SIGN</c>: the first sender has it.</summary>
[Alias("receipt")]
public interface IReceiptGrain : IGrainWithStringKey
{
    /// <summary>
    /// Reserves the receipt for the subscriber and begins to check it. Refusals: <c>receipt-already-sent</c>,
    /// <c>receipt-not-a-sale</c>, <c>receipt-not-yet</c>, <c>too-many-receipts</c>, <c>receipts-not-taken</c>. The same
    /// request again (<see cref="ReceiptScan.RequestKey"/>), or one that was interrupted, gives the same answer.
    /// </summary>
    [Alias("send")]
    Task<Outcome<ReceiptView>> SendAsync(ReceiptScan scan);

    /// <summary>Null: nobody has sent it.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<ReceiptView?> GetAsync();

    /// <summary>Takes the next step if one is due; nothing otherwise. For itself, and for ops who do not want to wait.</summary>
    [Alias("check")]
    Task CheckAsync();
}

/// <param name="RequestKey">The sender's own name of the request; null: none.</param>
[GenerateSerializer, Immutable, Alias("receipt-scan")]
public sealed record ReceiptScan(
    [property: Id(0)] string SubscriberId, [property: Id(1)] ReceiptQr Qr, [property: Id(2)] string? RequestKey = null);

/// <summary>How far a receipt has come; a later one is never followed by an earlier one.</summary>
[GenerateSerializer, Alias("receipt-status")]
[JsonConverter(typeof(CamelCaseEnumConverter<ReceiptStatus>))]
public enum ReceiptStatus
{
    /// <summary>Taken; it is being checked.</summary>
    Sent,

    /// <summary>The fiscal-data service does not have it yet; it is queried for 30 days.</summary>
    Waiting,

    /// <summary>Checked, and goods of a promotion are on it.</summary>
    Checked,

    /// <summary>The bonuses are credited, as far as the month had room for them.</summary>
    Credited,

    /// <summary>It brings nothing; the reason says why.</summary>
    Declined,
}

/// <summary>Why a receipt brings nothing.</summary>
[GenerateSerializer, Alias("receipt-reason")]
[JsonConverter(typeof(CamelCaseEnumConverter<ReceiptReason>))]
public enum ReceiptReason
{
    /// <summary>The fiscal-data service has no such receipt.</summary>
    NoSuchReceipt,

    /// <summary>What the service has under these numbers is of another sum or time.</summary>
    Different,

    /// <summary>A refund, or a purchase from the person.</summary>
    NotASale,

    /// <summary>The same document was counted before.</summary>
    AlreadyCounted,

    /// <summary>There is no promotion of this shop.</summary>
    NoPromotion,

    /// <summary>It could not be checked within 30 days.</summary>
    NotInTime,

    /// <summary>The subscriber has left the programme.</summary>
    LeftProgramme,

    /// <summary>The shop's promotion was over when it was bought.</summary>
    PromotionOver,

    /// <summary>The shop's promotion had not begun when it was bought.</summary>
    PromotionNotBegun,

    /// <summary>The promotion holds in other regions.</summary>
    OtherRegion,

    /// <summary>The goods of the promotion come to less than it requires.</summary>
    BelowMinSum,

    /// <summary>No goods of a promotion are on it.</summary>
    OtherGoods,

    /// <summary>The document has no lines.</summary>
    NoLines,
}

/// <summary>The promotion that a receipt missed by least.</summary>
/// <param name="Name">The promotion's.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive; null: until it is ended.</param>
/// <param name="MinSum">Rubles that its goods must come to.</param>
/// <param name="Sum">Rubles that its goods on the receipt come to.</param>
/// <param name="Regions">Empty: all.</param>
[GenerateSerializer, Immutable, Alias("missed-promotion")]
public sealed record MissedPromotion(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] decimal MinSum,
    [property: Id(5)] decimal Sum,
    [property: Id(6)] IReadOnlyList<string> Regions);

/// <param name="PromotionId">The one promotion that counts for it; null: none does.</param>
/// <param name="Sum">Rubles.</param>
[GenerateSerializer, Immutable, Alias("receipt-line-view")]
public sealed record ReceiptLine(
    [property: Id(0)] string Name,
    [property: Id(1)] decimal Quantity,
    [property: Id(2)] decimal Sum,
    [property: Id(3)] string? PromotionId = null,
    [property: Id(4)] decimal? Percent = null);

/// <summary>A receipt as its sender and ops see it.</summary>
[GenerateSerializer, Immutable, Alias("receipt-view")]
public sealed record ReceiptView
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string SubscriberId { get; init; }

    [Id(2)] public required DateTime BoughtAt { get; init; }

    /// <summary>Rubles.</summary>
    [Id(3)] public required decimal Sum { get; init; }

    [Id(4)] public required DateTimeOffset SentAt { get; init; }

    [Id(5)] public required ReceiptStatus Status { get; init; }

    [Id(6)] public ReceiptReason? Reason { get; init; }

    /// <summary>Until when the service is queried.</summary>
    [Id(7)] public required DateTimeOffset CheckedBy { get; init; }

    /// <summary>What the goods are worth, in whole bonuses; null while unknown.</summary>
    [Id(8)] public long? Bonuses { get; init; }

    /// <summary>What was credited of it.</summary>
    [Id(9)] public long? Credited { get; init; }

    [Id(10)] public IReadOnlyList<ReceiptLine> Lines { get; init; } = [];

    [Id(11)] public string? Retailer { get; init; }

    /// <summary>How often the service was called, its waits and limits left out.</summary>
    [Id(12)] public int Attempts { get; init; }

    [Id(13)] public string? LastError { get; init; }

    /// <summary>With a reason that a promotion's conditions gave.</summary>
    [Id(14)] public MissedPromotion? Missed { get; init; }
}
