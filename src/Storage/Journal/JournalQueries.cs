using System.Text.Json;
using Cashback.Queries;
using Cashback.Subscribers;

namespace Cashback.Storage;

/// <summary>What subscribers' changes in the journal say in the rules' words.</summary>
internal sealed class JournalQueries(JournalReader journal) : IJournalQueries
{
    private static readonly string Prefix = GrainKeys.Subscriber("");

    public async Task<JournalPage?> ReadAsync(long after, int limit, CancellationToken cancellation) =>
        await journal.ReadAsync(after, limit, cancellation) is { } rows
            ? new([.. rows.Select(EntryOf)], rows.Count > 0 ? rows[^1].Position : after)
            : null;

    private static JournalEntry EntryOf(JournalRow row)
    {
        try
        {
            // Only subscribers are journaled; another one's change has another form.
            if (!row.Key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new JsonException("It is no subscriber's.");
            }

            var change = JsonSerializer.Deserialize<SubscriberChange>(row.Payload, StateJson.Options)
                ?? throw new JsonException("It is empty.");
            var lines = change.History?.Lines ?? SerializedLines.Empty;
            return new(row.Position, GrainKeys.IdOf(row.Key), row.Version, row.SavedAt, [.. lines]);
        }
        catch (JsonException e)
        {
            throw new OrleansException(
                $"The stored record of {row.Key} can't be read: its change of version {row.Version}, position {row.Position}. {e.Message}", e);
        }
    }
}
