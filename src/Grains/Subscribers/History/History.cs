using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>
/// The newest lines of the history. Whole pages of older ones move out to grains of their own (<c>hist:SUB:N</c>), so
/// that the record stays bounded over any number of years.
/// </summary>
internal sealed record History
{
    public const int PageLength = 16;

    public long LastSequence { get; init; }

    /// <summary>The newest line that moved bonuses or spending; 0: none did; null: not known.</summary>
    public long? LastMoved { get; init; }

    /// <summary>Oldest first. Begins with the first line of a page.</summary>
    public SerializedLines Tail { get; init; } = SerializedLines.Empty;

    /// <summary>The oldest page that is still here, whole or in part.</summary>
    [JsonIgnore]
    public long FirstPage => PageOf(FirstSequence);

    /// <summary>A full page lies behind the newest one: it can move out.</summary>
    [JsonIgnore]
    public bool HasPageToMove => Tail.Count >= 2 * PageLength;

    /// <summary>Of the oldest line that is still here.</summary>
    [JsonIgnore]
    public long FirstSequence => LastSequence + 1 - Tail.Count;

    public static long PageOf(long sequence) => (sequence - 1) / PageLength;

    /// <summary>For the next line: the newest one before it that moved bonuses or spending.</summary>
    [JsonIgnore]
    public long? MovedBefore => LastSequence == 0 ? 0 : LastMoved;

    public History Add(HistoryLine line) => this with
    {
        LastSequence = line.Sequence,
        LastMoved = line.Moves ? line.Sequence : MovedBefore,
        Tail = Tail.Add(line.MovedBefore == MovedBefore ? line : line with { MovedBefore = MovedBefore }),
    };

    /// <summary>A click's line keeps that an order was reported for it, also after the purchase has left the record.</summary>
    public History MarkReported(string clickId, string reason)
    {
        var found = Tail.FindLast(clickId, line => line.Type == "click" && line.ClickId == clickId);
        return found is (var index, { Reason: null } line) ? this with { Tail = Tail.With(index, line with { Reason = reason }) } : this;
    }

    /// <summary>Empty if it is not here.</summary>
    public SerializedLines Page(long page)
    {
        var start = (page * PageLength) + 1 - FirstSequence;
        return start >= 0 && start < Tail.Count
            ? Tail.Slice((int)start, Math.Min(PageLength, Tail.Count - (int)start))
            : SerializedLines.Empty;
    }

    /// <summary>A line that is here, as JSON.</summary>
    public byte[] Serialized(long sequence) => Tail.Serialized((int)(sequence - FirstSequence));

    /// <summary>The lines from that one on.</summary>
    public SerializedLines Since(long sequence)
    {
        var start = (int)(sequence - FirstSequence);
        return Tail.Slice(start, Tail.Count - start);
    }

    /// <summary>A page that was to move out is still here.</summary>
    public History WithPage(SerializedLines lines) => this with { Tail = Tail.After(lines) };

    public History WithoutPage(long page) =>
        page == FirstPage && HasPageToMove ? this with { Tail = Tail.Slice(PageLength, Tail.Count - PageLength) } : this;
}
