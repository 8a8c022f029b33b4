using System.Text.Json.Serialization;

namespace Cashback.Claims;

/// <summary>Whether a store takes claims, and when.</summary>
/// <param name="FromHours">After the click; an earlier claim waits by itself.</param>
/// <param name="UntilDays">After the click, or after a purchase expired.</param>
[GenerateSerializer, Immutable, Alias("claim-terms")]
public sealed record ClaimTerms(
    [property: Id(0)] bool Taken = true, [property: Id(1)] int FromHours = 48, [property: Id(2)] int UntilDays = 30)
{
    public static ClaimTerms Usual { get; } = new();
}

[GenerateSerializer, Alias("claim-status")]
[JsonConverter(typeof(CamelCaseEnumConverter<ClaimStatus>))]
public enum ClaimStatus
{
    /// <summary>Filed too early: it goes by itself when it can.</summary>
    Waiting,

    /// <summary>With the network and ops.</summary>
    Open,

    /// <summary>The order was found; the purchase has the details.</summary>
    Found,

    Declined,
}

/// <summary>A subscriber's statement that an order was made which the store has not reported, or not confirmed in time.</summary>
[GenerateSerializer, Immutable, Alias("claim")]
public sealed record Claim
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string SubscriberId { get; init; }

    [Id(2)] public required string StoreId { get; init; }

    [Id(3)] public required string StoreName { get; init; }

    [Id(4)] public required string Network { get; init; }

    [Id(5)] public required string ClickId { get; init; }

    [Id(6)] public required DateTimeOffset ClickedAt { get; init; }

    /// <summary>The shop's order number.</summary>
    [Id(7)] public required string OrderId { get; init; }

    [Id(8)] public required Money Amount { get; init; }

    [Id(9)] public required DateTimeOffset OrderedAt { get; init; }

    [Id(10)] public string? Comment { get; init; }

    [Id(11)] public required DateTimeOffset FiledAt { get; init; }

    [Id(12)] public required DateTimeOffset GoesAt { get; init; }

    [Id(13)] public required ClaimStatus Status { get; init; }

    /// <summary>The expired purchase that it is about, or the one that was found.</summary>
    [Id(14)] public string? PurchaseId { get; init; }

    /// <summary>The partner's reason to decline.</summary>
    [Id(15)] public string? Reason { get; init; }

    [Id(16)] public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The network's own id of the order line that a report named no visit for and that fits this claim alone.</summary>
    [Id(17)] public string? LineId { get; init; }

    /// <summary>Null: none was sent, or it is deleted already.</summary>
    [Id(18)] public ClaimDocumentNote? Document { get; init; }

    /// <summary>How many were sent, each in the place of the one before.</summary>
    [Id(19)] public int DocumentsSent { get; init; }
}

/// <summary>What the subscriber files; the store adds its name, network and terms.</summary>
/// <param name="ClickId">Null: the newest visit to the store before the order.</param>
[GenerateSerializer, Immutable, Alias("claim-filing")]
public sealed record ClaimFiling(
    [property: Id(0)] string StoreId,
    [property: Id(1)] string? ClickId,
    [property: Id(2)] string OrderId,
    [property: Id(3)] Money Amount,
    [property: Id(4)] DateTimeOffset OrderedAt,
    [property: Id(5)] string? Comment,
    [property: Id(6)] string StoreName = "",
    [property: Id(7)] string Network = "",
    [property: Id(8)] ClaimTerms? Terms = null);

/// <param name="LineId">For a found one: the network's own id of the order line; null: the expired purchase's.</param>
/// <param name="Amount">For a found one: as the network has it; null: as claimed.</param>
/// <param name="Reason">For a declined one.</param>
[GenerateSerializer, Immutable, Alias("claim-answer")]
public sealed record ClaimAnswer(
    [property: Id(0)] bool Found, [property: Id(1)] string? LineId = null, [property: Id(2)] Money? Amount = null,
    [property: Id(3)] string? Reason = null);
