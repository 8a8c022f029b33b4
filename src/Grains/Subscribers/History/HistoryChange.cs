using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>How the newest lines of a history changed.</summary>
/// <param name="Moved">How many lines left for a page of their own, from the oldest.</param>
/// <param name="Older">A page that was to leave, and is put back before the others.</param>
/// <param name="Rewritten">Sequence numbers of older lines that changed, each with the line of the same place in
/// <paramref name="Lines"/>.</param>
/// <param name="Lines">First the rewritten lines, then the new ones.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HistoryChange(
    long LastSequence,
    long? LastMoved = null,
    int? Moved = null,
    SerializedLines? Older = null,
    long[]? Rewritten = null,
    SerializedLines? Lines = null)
{
    public static HistoryChange? Between(History before, History after)
    {
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        var (start, end) = (Math.Max(before.FirstSequence, after.FirstSequence), before.LastSequence + 1);
        var (rewritten, lines) = ((long[])[], SerializedLines.Empty);
        for (var sequence = start; sequence < end; sequence++)
        {
            var (was, line) = (before.Serialized(sequence), after.Serialized(sequence));
            if (!ReferenceEquals(was, line))
            {
                (rewritten, lines) = ([.. rewritten, sequence], lines.Add(line));
            }
        }

        var added = after.Since(Math.Max(start, end));
        var gone = (int)Math.Clamp(after.FirstSequence - before.FirstSequence, 0, before.Tail.Count);
        return new(
            after.LastSequence,
            after.LastMoved,
            gone == 0 ? null : gone,
            after.FirstSequence < before.FirstSequence ? after.Tail.Slice(0, (int)(before.FirstSequence - after.FirstSequence)) : null,
            rewritten.Length == 0 ? null : rewritten,
            lines.Count + added.Count == 0 ? null : lines.Count == 0 ? added : added.After(lines));
    }

    public History Apply(History before)
    {
        var gone = Moved ?? 0;
        Expect(gone >= 0 && gone <= before.Tail.Count);
        var tail = before.Tail.Slice(gone, before.Tail.Count - gone);
        tail = Older is null ? tail : tail.After(Older);
        var (rewritten, lines) = (Rewritten ?? [], Lines ?? SerializedLines.Empty);
        Expect(rewritten.Length <= lines.Count);
        var first = before.LastSequence + 1 - tail.Count;
        for (var n = 0; n < rewritten.Length; n++)
        {
            Expect(rewritten[n] >= first && rewritten[n] <= before.LastSequence);
            tail = tail.With((int)(rewritten[n] - first), lines.Serialized(n));
        }

        tail = lines.Slice(rewritten.Length, lines.Count - rewritten.Length).After(tail);
        return before with { LastSequence = LastSequence, LastMoved = LastMoved, Tail = tail };
    }

    private static void Expect(bool fits)
    {
        if (!fits)
        {
            throw new JsonException("A change of the history is about lines that the record does not have.");
        }
    }
}
