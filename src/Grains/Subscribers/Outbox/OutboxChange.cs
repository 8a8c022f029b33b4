using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>How the outbox changed; what is null is as it was.</summary>
/// <param name="Acknowledged">Messages that left since then, and what became of them; perhaps some of the ones before too.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OutboxChange(
    long? LastNumber, ListChange<OutboxEntry>? Entries, ImmutableArray<SentMessage>? Acknowledged = null)
{
    public static OutboxChange? Between(Outbox before, Outbox after)
    {
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        var entries = ListChange<OutboxEntry>.Between(before.Entries, after.Entries, (one, other) => one.Id == other.Id);
        var acknowledged = before.Acknowledged == after.Acknowledged ? (ImmutableArray<SentMessage>?)null : after.Acknowledged;
        return entries is null && acknowledged is null && before.LastNumber == after.LastNumber
            ? null
            : new(before.LastNumber == after.LastNumber ? null : after.LastNumber, entries, acknowledged);
    }

    public Outbox Apply(Outbox before) =>
        before with
        {
            LastNumber = LastNumber ?? before.LastNumber,
            Entries = Entries?.Apply(before.Entries) ?? before.Entries,
            Acknowledged = Acknowledged ?? before.Acknowledged,
        };
}
