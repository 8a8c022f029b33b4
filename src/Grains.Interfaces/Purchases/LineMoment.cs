namespace Cashback.Purchases;

/// <summary>
/// Where a network's message lies on the time line of its order line, whichever way it came (domain.md, "Life of a
/// purchase"). Of two messages the later one counts, so that any order and any repetition of them end the same.
/// </summary>
/// <param name="At">The network's own time of the message where it has one, else its arrival.</param>
[GenerateSerializer, Immutable, Alias("line-moment")]
public readonly record struct LineMoment(
    [property: Id(0)] ReportedStatus Status, [property: Id(1)] DateTimeOffset At, [property: Id(2)] Money? Amount) : IComparable<LineMoment>
{
    /// <summary>
    /// "Created" goes before every other status, whatever its time. At equal times the later stage of a purchase's life counts,
    /// at equal stages the smaller amount. Of a decline the amount does not matter.
    /// </summary>
    public int CompareTo(LineMoment other)
    {
        var said = (Status != ReportedStatus.Created).CompareTo(other.Status != ReportedStatus.Created);
        said = said != 0 ? said : At.CompareTo(other.At);
        said = said != 0 ? said : Stage(Status).CompareTo(Stage(other.Status));
        return said != 0 || Status == ReportedStatus.Declined ? said
            : Amount?.Amount != other.Amount?.Amount ? Nullable.Compare(other.Amount?.Amount, Amount?.Amount)
            : string.CompareOrdinal(other.Amount?.Currency, Amount?.Currency);
    }

    public bool HasSameContent(LineMoment other) =>
        Status == other.Status && (Status == ReportedStatus.Declined || Amount == other.Amount);

    public static bool operator <(LineMoment left, LineMoment right) => left.CompareTo(right) < 0;

    public static bool operator >(LineMoment left, LineMoment right) => left.CompareTo(right) > 0;

    public static bool operator <=(LineMoment left, LineMoment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LineMoment left, LineMoment right) => left.CompareTo(right) >= 0;

    private static int Stage(ReportedStatus status) => status switch
    {
        ReportedStatus.Created => 0,
        ReportedStatus.OnHold => 1,
        ReportedStatus.Confirmed => 2,
        _ => 3,
    };
}
