using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>How one purchase of the record changed; a member that is null is as it was.</summary>
/// <param name="NewTimeline">What was added to the timeline at its end.</param>
/// <param name="Timeline">The whole timeline, where it lost some of its middle.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PurchaseChange(
    OrderKey Order, TimelineEntry[]? NewTimeline = null, TimelineEntry[]? Timeline = null)
{
    public PurchaseStatus? Status { get; init; }

    public Money? Amount { get; init; }

    public long? Cashback { get; init; }

    public Credit[]? Credits { get; init; }

    public long? OverLimit { get; init; }

    public long? Cut { get; init; }

    public DateTimeOffset? AnswerDueBy { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    public ReportedStatus? ReportedAs { get; init; }

    public int? Revision { get; init; }

    public bool? Disowned { get; init; }

    /// <returns>Null: a member changed that a report does not change, and the purchase is to be written whole.</returns>
    public static PurchaseChange? Between(Purchase before, Purchase after)
    {
        if (!HasSameRest(before, after))
        {
            return null;
        }

        var added = AddedTo(before.Timeline, after.Timeline);
        return new(after.Order, added is [] ? null : added, added is null ? [.. after.Timeline] : null)
        {
            Status = before.Status == after.Status ? null : after.Status,
            Amount = before.Amount == after.Amount ? null : after.Amount,
            Cashback = before.Cashback == after.Cashback ? null : after.Cashback,
            Credits = before.Credits == after.Credits ? null : [.. after.Credits],
            OverLimit = before.OverLimit == after.OverLimit ? null : after.OverLimit,
            Cut = before.Cut == after.Cut ? null : after.Cut,
            AnswerDueBy = before.AnswerDueBy == after.AnswerDueBy ? null : after.AnswerDueBy,
            ReportedAt = before.ReportedAt == after.ReportedAt ? null : after.ReportedAt,
            ReportedAs = before.ReportedAs == after.ReportedAs ? null : after.ReportedAs,
            Revision = before.Revision == after.Revision ? null : after.Revision,
            Disowned = before.Disowned == after.Disowned ? null : after.Disowned,
        };
    }

    public Purchase Apply(Purchase before) => before with
    {
        Status = Status ?? before.Status,
        Amount = Amount ?? before.Amount,
        Cashback = Cashback ?? before.Cashback,
        Credits = Credits is null ? before.Credits : [.. Credits],
        OverLimit = OverLimit ?? before.OverLimit,
        Cut = Cut ?? before.Cut,
        AnswerDueBy = AnswerDueBy ?? before.AnswerDueBy,
        ReportedAt = ReportedAt ?? before.ReportedAt,
        ReportedAs = ReportedAs ?? before.ReportedAs,
        Revision = Revision ?? before.Revision,
        Disowned = Disowned ?? before.Disowned,
        Timeline = Timeline is null ? before.Timeline.AddRange(NewTimeline ?? []) : [.. Timeline],
    };

    /// <summary>What a report does not change.</summary>
    private static bool HasSameRest(Purchase before, Purchase after) =>
        before.StoreName == after.StoreName
        && before.ClickId == after.ClickId
        && before.ClickedAt == after.ClickedAt
        && before.OrderId == after.OrderId
        && before.Rate == after.Rate
        && before.ExchangeRate == after.ExchangeRate
        && before.RegisteredAt == after.RegisteredAt
        && before.RoundedBy == after.RoundedBy;

    /// <returns>Null: it is not what was there, with something added.</returns>
    private static TimelineEntry[]? AddedTo(ImmutableArray<TimelineEntry> before, ImmutableArray<TimelineEntry> after)
    {
        if (before == after)
        {
            return [];
        }

        for (var n = 0; n < before.Length; n++)
        {
            if (n >= after.Length || before[n] != after[n])
            {
                return null;
            }
        }

        return [.. after.AsSpan()[before.Length..]];
    }
}
