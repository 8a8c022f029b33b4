using System.Collections.Immutable;
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

    /// <summary>Oldest first. Begins with the first line of a page.</summary>
    public ImmutableArray<HistoryLine> Tail { get; init; } = [];

    /// <summary>The oldest page that is still here, whole or in part.</summary>
    [JsonIgnore]
    public long FirstPage => PageOf(Tail.IsEmpty ? LastSequence + 1 : Tail[0].Sequence);

    /// <summary>A full page lies behind the newest one: it can move out.</summary>
    [JsonIgnore]
    public bool HasPageToMove => Tail.Length >= 2 * PageLength;

    public static long PageOf(long sequence) => (sequence - 1) / PageLength;

    public History Add(HistoryLine line) => this with { LastSequence = line.Sequence, Tail = Tail.Add(line) };

    /// <summary>A click's line keeps that an order was reported for it, also after the purchase has left the record.</summary>
    public History MarkReported(string clickId, string reason)
    {
        var line = Tail.LastOrDefault(line => line.Type == "click" && line.ClickId == clickId);
        return line is null or { Reason: not null } ? this : this with { Tail = Tail.Replace(line, line with { Reason = reason }) };
    }

    public ImmutableArray<HistoryLine> Page(long page) => [.. Tail.Where(line => PageOf(line.Sequence) == page)];

    /// <summary>A page that was to move out is still here.</summary>
    public History WithPage(ImmutableArray<HistoryLine> lines) => this with { Tail = Tail.InsertRange(0, lines) };

    public History WithoutPage(long page) =>
        page == FirstPage && HasPageToMove ? this with { Tail = Tail.RemoveRange(0, PageLength) } : this;
}
