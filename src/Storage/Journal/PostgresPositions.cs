using Npgsql;

namespace Cashback.Storage;

/// <summary>
/// A transaction takes positions of the sequence before it commits, so a lower one can appear after a higher one. But each that
/// inserts into the journal locks the table (ROW EXCLUSIVE, which hinders nobody) before it takes its first position, and until it has
/// ended: who has the lock now is waited for, and nobody else (docs/adr/0055).
/// </summary>
/// <param name="timeout">Null: 5 s. A save takes milliseconds.</param>
internal sealed class PostgresPositions(NpgsqlDataSource database, TimeSpan? timeout = null) : IJournalPositions
{
    private const string Writers =
        """
        SELECT array_agg(virtualtransaction) FROM pg_locks
        WHERE locktype = 'relation' AND relation = 'Journal'::regclass AND mode = 'RowExclusiveLock' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _timeout = timeout ?? TimeSpan.FromSeconds(5);

    public async Task<long> LastAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM journal_position_seq");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task WaitForWritersAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(Writers, connection);
        var awaited = await WritersAsync(command, cancellation);
        var waited = TimeSpan.Zero;
        for (var pause = FirstPause; awaited.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (waited >= _timeout)
            {
                throw new TimeoutException(
                    $"Transactions that write to the journal did not end in {_timeout.TotalSeconds} s; nothing was read. "
                    + $"Their virtualtransaction in pg_locks: {string.Join(", ", awaited)}.");
            }

            await Task.Delay(pause, cancellation);
            waited += pause;
            awaited.IntersectWith(await WritersAsync(command, cancellation));
        }
    }

    private static async Task<HashSet<string>> WritersAsync(NpgsqlCommand command, CancellationToken cancellation) =>
        await command.ExecuteScalarAsync(cancellation) is string[] writers ? [.. writers] : [];
}
