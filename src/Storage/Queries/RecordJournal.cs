using System.Data.Common;
using System.Text.Json;

namespace Cashback.Storage;

/// <summary>The same SQL on both databases; the key of the journal serves it.</summary>
internal sealed class RecordJournal(DbDataSource database) : IRecordJournal
{
    /// <summary>In the first query, and in a later one, each twice as long: most readers want a page.</summary>
    private const int RowsMin = 25;
    private const int RowsMax = 400;

    public async IAsyncEnumerable<(int Version, TChange Change)> ReadBackAsync<TChange>(string key, int newest, DateTimeOffset? before)
    {
        for (var limit = RowsMin; newest > 0; limit = Math.Min(limit * 2, RowsMax))
        {
            var rows = await ReadAsync(key, newest, before, limit);
            foreach (var (version, payload) in rows)
            {
                yield return (version, Read<TChange>(key, version, payload));
            }

            newest = rows.Count < limit ? 0 : rows[^1].Version - 1;
        }
    }

    private async Task<IReadOnlyList<(int Version, byte[] Payload)>> ReadAsync(string key, int newest, DateTimeOffset? before, int limit)
    {
        await using var command = before is { } time
            ? database.Query(
                """
                SELECT Version, Payload FROM JournalAll WHERE GrainKey = @key AND Version <= @newest AND At < @before
                ORDER BY Version DESC LIMIT @limit
                """,
                ("key", key), ("newest", newest), ("before", database.ValueOf(time)), ("limit", limit))
            : database.Query(
                "SELECT Version, Payload FROM JournalAll WHERE GrainKey = @key AND Version <= @newest ORDER BY Version DESC LIMIT @limit",
                ("key", key), ("newest", newest), ("limit", limit));
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<(int, byte[])>();
        while (await rows.ReadAsync())
        {
            found.Add((rows.GetInt32(0), rows.GetFieldValue<byte[]>(1)));
        }

        return found;
    }

    private static TChange Read<TChange>(string key, int version, byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TChange>(payload, StateJson.Options) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new OrleansException($"Change {version} of the record {key} can't be read. {e.Message}", e);
        }
    }
}
