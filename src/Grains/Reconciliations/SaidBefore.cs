using Cashback.Purchases;

namespace Cashback.Reconciliations;

/// <summary>What a report said of a line.</summary>
/// <param name="Amount">Null: it says none.</param>
internal sealed record Said(ReportedStatus Status, Money? Amount, DateTimeOffset? Version);

internal enum Repetition
{
    /// <summary>The same again, or an older word.</summary>
    Same,

    /// <summary>Newer by the network's own time: it counts in the place of the first.</summary>
    Newer,

    /// <summary>Something else, and nobody can tell which is right. To apply both would change the purchase at each run.</summary>
    Different,
}

internal static class SaidBefore
{
    public static Repetition Compare(Said before, Said now) =>
        (now.Status == before.Status && (now.Amount == before.Amount || now.Status == ReportedStatus.Declined)) || now.Version < before.Version ? Repetition.Same
        : now.Version > before.Version ? Repetition.Newer
        : Repetition.Different;
}
