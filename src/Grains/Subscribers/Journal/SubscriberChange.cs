using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>
/// What one save changed in a subscriber's record, as it is appended to the journal; a member that is null is as it was. What
/// happened is in <see cref="History"/>, in the rules' words. A member that this version does not know is refused, since a
/// record without it would be wrong.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SubscriberChange
{
    public HistoryChange? History { get; init; }

    public PurchasesChange? Purchases { get; init; }

    public RewardsChange? Rewards { get; init; }

    public Accrual? Accrual { get; init; }

    public Balance? Balance { get; init; }

    public ImmutableArray<OpenPayout>? Payouts { get; init; }

    public OutboxChange? Outbox { get; init; }

    public Goals? Goals { get; init; }

    public MessageCount[]? MessagesToday { get; init; }

    public DateTimeOffset[]? LastClickAt { get; init; }

    public YearMonth[]? SettlementArmedFor { get; init; }

    public YearMonth[]? LastStatement { get; init; }

    public DateTimeOffset[]? ArchiveHorizon { get; init; }

    public ReceiptBook[]? Receipts { get; init; }

    public OpenClaims[]? Claims { get; init; }

    public CertificateBook[]? Certificates { get; init; }

    public WelcomeParticipations[]? Welcome { get; init; }

    public Invitation[]? Invitation { get; init; }

    public string[]? ReferralCode { get; init; }

    public string[]? PromoCode { get; init; }

    public Phone? Phone { get; init; }

    public string[]? Email { get; init; }

    public bool? EmailConfirmed { get; init; }

    public string? Locale { get; init; }

    public SubscriberKind? Kind { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }

    public ImmutableArray<RecentChange>[]? Changes { get; init; }

    public Departure[]? Departing { get; init; }

    public Leaving[]? Left { get; init; }
}

/// <summary>What a reader of the history reads of a <see cref="SubscriberChange"/>: the rest is skipped.</summary>
internal sealed record WrittenLines(HistoryChange? History)
{
    [JsonIgnore]
    public SerializedLines Lines => History?.Lines ?? SerializedLines.Empty;
}
