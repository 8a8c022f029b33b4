using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Subscribers;

/// <summary>
/// What was written into a history since its record was last saved: in the rules' words, what happened. Here the lines stay for ever.
/// </summary>
/// <param name="Lines">The new ones, the oldest first.</param>
/// <param name="Gone">How many older lines left the record, from its oldest.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HistoryChange(long LastSequence, SerializedLines? Lines = null, int? Gone = null)
{
    public static HistoryChange? Between(History before, History after)
    {
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        var lines = after.Since(before.LastSequence + 1);
        var gone = (int)(after.FirstSequence - before.FirstSequence);
        return new(after.LastSequence, lines.Count == 0 ? null : lines, gone == 0 ? null : gone);
    }

    public History Apply(History before)
    {
        var (gone, lines) = (Gone ?? 0, Lines ?? SerializedLines.Empty);
        Expect(gone >= 0 && gone <= before.Tail.Count && before.LastSequence + lines.Count == LastSequence);
        return new() { LastSequence = LastSequence, Tail = lines.After(before.Tail.Slice(gone, before.Tail.Count - gone)) };
    }

    private static void Expect(bool fits)
    {
        if (!fits)
        {
            throw new JsonException("A change of the history is about lines that the record does not have.");
        }
    }
}
