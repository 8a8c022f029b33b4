using System.Data.Common;
using Npgsql;

namespace Cashback.Storage;

/// <summary>A row of the journal.</summary>
/// <param name="Key">Of the grain whose record changed.</param>
internal sealed record JournalRow(long Position, string Key, int Version, DateTimeOffset SavedAt, byte[] Payload);

/// <summary>Reads the journal in the order of its positions, each row once: none appears later at or before one that was read.</summary>
internal sealed class JournalReader(DbDataSource database, IJournalPositions positions)
{
    public static JournalReader Of(DbDataSource database) =>
        new(database, database is NpgsqlDataSource postgres ? new PostgresPositions(postgres) : new SqlitePositions(database));

    /// <param name="after">The position of the last row that was read; 0: from the start.</param>
    /// <returns>The next rows; null: no row has had that position yet.</returns>
    public async Task<IReadOnlyList<JournalRow>?> ReadAsync(long after, int limit, CancellationToken cancellation)
    {
        var last = await positions.LastAsync(cancellation);
        if (after > last)
        {
            return null;
        }

        if (after == last)
        {
            return [];
        }

        await positions.WaitForWritersAsync(cancellation);
        return await ReadUpToAsync(last, after, limit, cancellation);
    }

    private async Task<IReadOnlyList<JournalRow>> ReadUpToAsync(long last, long after, int limit, CancellationToken cancellation)
    {
        await using var command = database.Query(
            """
            SELECT Position, GrainKey, Version, At, Payload FROM JournalAll
            WHERE Position > @after AND Position <= @last ORDER BY Position LIMIT @limit
            """,
            ("after", after), ("last", last), ("limit", limit));
        await using var found = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<JournalRow>();
        while (await found.ReadAsync(cancellation))
        {
            rows.Add(new(
                found.GetInt64(0),
                found.GetString(1),
                found.GetInt32(2),
                found.GetFieldValue<DateTimeOffset>(3),
                found.GetFieldValue<byte[]>(4)));
        }

        return rows;
    }
}
