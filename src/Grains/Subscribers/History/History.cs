using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>
/// The newest lines of the history. All lines are in the journal, with the changes that wrote them (docs/adr/0054); the record
/// holds those that are not saved yet and a few more.
/// </summary>
internal sealed record History
{
    /// <summary>How many saved lines stay when older ones leave: some decisions look at the newest.</summary>
    public const int KeptMin = 8;

    /// <summary>Not at every line, so that a decision seldom copies for it.</summary>
    public const int KeptMax = 16;

    public long LastSequence { get; init; }

    /// <summary>Oldest first, with no gaps up to the last line.</summary>
    public SerializedLines Tail { get; init; } = SerializedLines.Empty;

    /// <summary>Of the oldest line that is still here.</summary>
    [JsonIgnore]
    public long FirstSequence => LastSequence + 1 - Tail.Count;

    public History Add(HistoryLine line) => this with { LastSequence = line.Sequence, Tail = Tail.Add(line) };

    /// <summary>Without older lines, if there are many. The same instance if none leaves.</summary>
    /// <param name="saved">The last line that is in the journal.</param>
    public History Shortened(long saved)
    {
        var gone = (int)Math.Min(Tail.Count - KeptMin, saved - FirstSequence + 1);
        return Tail.Count < KeptMax || gone <= 0 ? this : this with { Tail = Tail.Slice(gone, Tail.Count - gone) };
    }

    /// <summary>The lines from that one on.</summary>
    public SerializedLines Since(long sequence)
    {
        var start = (int)(sequence - FirstSequence);
        return Tail.Slice(start, Tail.Count - start);
    }
}
