using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>How the outbox changed; what is null is as it was.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OutboxChange(long? LastNumber, ListChange<OutboxEntry>? Entries)
{
    public static OutboxChange? Between(Outbox before, Outbox after)
    {
        if (ReferenceEquals(before, after))
        {
            return null;
        }

        var entries = ListChange<OutboxEntry>.Between(before.Entries, after.Entries, (one, other) => one.Id == other.Id);
        return entries is null && before.LastNumber == after.LastNumber
            ? null
            : new(before.LastNumber == after.LastNumber ? null : after.LastNumber, entries);
    }

    public Outbox Apply(Outbox before) =>
        new() { LastNumber = LastNumber ?? before.LastNumber, Entries = Entries?.Apply(before.Entries) ?? before.Entries };
}
