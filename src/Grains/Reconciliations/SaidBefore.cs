using Cashback.Purchases;

namespace Cashback.Reconciliations;

/// <summary>What a report said of a line.</summary>
/// <param name="Amount">Null: it says none.</param>
internal sealed record Said(ReportedStatus Status, Money? Amount, DateTimeOffset? Version);

internal enum Repetition
{
    /// <summary>The same again, or what does not count beside the first by the network's own times.</summary>
    Same,

    /// <summary>It counts in the place of the first, by the network's own times.</summary>
    Newer,

    /// <summary>Something else, and nobody can tell which is right. To apply both would change the purchase at each run.</summary>
    Different,
}

internal static class SaidBefore
{
    public static Repetition Compare(Said before, Said now) =>
        (now.Version, before.Version) is ({ } at, { } then)
            ? new LineMoment(now.Status, at, now.Amount) > new LineMoment(before.Status, then, before.Amount) ? Repetition.Newer : Repetition.Same
            : now.Status == before.Status && (now.Amount == before.Amount || now.Status == ReportedStatus.Declined) ? Repetition.Same
            : Repetition.Different;
}
