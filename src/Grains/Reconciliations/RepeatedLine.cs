using Cashback.Purchases;

namespace Cashback.Reconciliations;

/// <summary>The content of a line of a report.</summary>
/// <param name="Amount">Null: none is given.</param>
internal sealed record ReportedLine(ReportedStatus Status, Money? Amount, DateTimeOffset? Version);

internal enum Repetition
{
    /// <summary>The same again, or what does not count beside the first by the network's own times.</summary>
    Same,

    /// <summary>It counts in the place of the first, by the network's own times.</summary>
    Newer,

    /// <summary>Other content, and it is not known which is right. To apply both would change the purchase at each run.</summary>
    Different,
}

internal static class RepeatedLine
{
    public static Repetition Compare(ReportedLine before, ReportedLine now) =>
        (now.Version, before.Version) is ({ } at, { } then)
            ? new LineMoment(now.Status, at, now.Amount) > new LineMoment(before.Status, then, before.Amount)
                ? Repetition.Newer
                : Repetition.Same
            : now.Status == before.Status && (now.Amount == before.Amount || now.Status == ReportedStatus.Declined) ? Repetition.Same
            : Repetition.Different;
}
