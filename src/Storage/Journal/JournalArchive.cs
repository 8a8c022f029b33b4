using System.Data.Common;

namespace Cashback.Storage;

/// <summary>
/// Moves old changes to a table of their own, which can lie on cheaper disks: those before a time that no record needs to be read any
/// more, since its snapshot is as new. Histories and followers of the journal read both tables (the view JournalAll). Can be
/// broken off and repeated, also by several processes at a time: each step moves its rows in one transaction.
/// </summary>
internal sealed class JournalArchive(DbDataSource database)
{
    private const int PositionsAtOnce = 1000;

    /// <param name="before">By the programme's clock.</param>
    /// <returns>How many changes were moved.</returns>
    public async Task<long> MoveAsync(DateTimeOffset before, CancellationToken cancellation)
    {
        var moved = 0L;
        for (var after = 0L; await NextAsync(after, before, cancellation) is { } last; after = last)
        {
            moved += await MoveAsync(after, last, before, cancellation);
        }

        return moved;
    }

    /// <returns>The last position of the next step; null: what follows is not old enough, or there is nothing.</returns>
    private async Task<long?> NextAsync(long after, DateTimeOffset before, CancellationToken cancellation)
    {
        await using var command = database.Query(
            """
            SELECT max(Position) FROM (SELECT Position, At FROM Journal WHERE Position > @after ORDER BY Position LIMIT @limit) AS step
            HAVING min(At) < @before
            """,
            ("after", after), ("limit", PositionsAtOnce), ("before", database.ValueOf(before)));
        return await command.ExecuteScalarAsync(cancellation) is long last ? last : null;
    }

    private async Task<int> MoveAsync(long after, long last, DateTimeOffset before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync(
            """
            INSERT INTO JournalArchive (Position, At, Version, GrainKey, Payload)
            SELECT j.Position, j.At, j.Version, j.GrainKey, j.Payload FROM Journal j
            JOIN Ledger l ON l.State = @state AND l.GrainKey = j.GrainKey AND l.Version >= j.Version
            WHERE j.Position > @after AND j.Position <= @last AND j.At < @before
            ON CONFLICT DO NOTHING
            """);
        var moved = await RunAsync(
            """
            DELETE FROM Journal WHERE Position > @after AND Position <= @last
              AND EXISTS (SELECT 1 FROM JournalArchive a WHERE a.Position = Journal.Position)
            """);
        await transaction.CommitAsync(cancellation);
        return moved;

        async Task<int> RunAsync(string sql)
        {
            await using var command = connection.Query(
                sql, ("state", StateNames.Subscriber), ("after", after), ("last", last), ("before", database.ValueOf(before)));
            command.Transaction = transaction;
            return await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
