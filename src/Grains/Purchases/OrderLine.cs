using System.Collections.Immutable;

namespace Cashback.Purchases;

/// <summary>What the purchase grain keeps of an order line.</summary>
internal sealed record OrderLine
{
    public required string SubscriberId { get; init; }

    public required int Revision { get; init; }

    /// <summary>The deadline for which the reminder is armed; null: no reminder.</summary>
    public DateTimeOffset? WatchedUntil { get; init; }

    public Purchase? Final { get; init; }

    public YearMonth? ArchivedIn { get; init; }

    /// <summary>Subscribers for whose clicks the same line was reported later: for operations.</summary>
    public ImmutableArray<string> OtherClaims { get; init; } = [];

    /// <summary>The first snapshot owns the line; an older snapshot, or the same again, changes nothing.</summary>
    public static OrderLine Apply(OrderLine? line, PurchaseSnapshot snapshot)
    {
        if (line is not null && line.SubscriberId != snapshot.SubscriberId)
        {
            return line.OtherClaims.Contains(snapshot.SubscriberId)
                ? line
                : line with { OtherClaims = line.OtherClaims.Add(snapshot.SubscriberId) };
        }

        if (line is not null && (snapshot.Revision < line.Revision || line.Reflects(snapshot)))
        {
            return line;
        }

        return (line ?? new OrderLine { SubscriberId = snapshot.SubscriberId, Revision = snapshot.Revision }) with
        {
            Revision = snapshot.Revision,
            WatchedUntil = snapshot.DueBy,
            Final = snapshot.Final,
            ArchivedIn = snapshot.ArchivedIn,
        };
    }

    private bool Reflects(PurchaseSnapshot snapshot) =>
        Revision == snapshot.Revision && WatchedUntil == snapshot.DueBy && ArchivedIn == snapshot.ArchivedIn;
}
