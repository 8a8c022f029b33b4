using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Cashback.Support;
using Npgsql;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>The order of all changes: whoever keeps a position gets each change once, however writers commit.</summary>
public sealed class JournalOrderTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const int Writers = 6, Transactions = 40, PageMax = 7;
    private static int _keys;

    [Fact]
    public async Task Position_that_is_not_committed_yet_is_not_passed_and_comes_once_it_is()
    {
        var start = await EndAsync(Database.Postgres);
        await using var connection = await stores.ConnectAsync(Database.Postgres);
        await using var slow = await connection.BeginTransactionAsync();
        var first = await InsertAsync(connection);
        await using var quick = await stores.ConnectAsync(Database.Postgres);
        var second = await InsertAsync(quick);

        var source = (NpgsqlDataSource)stores.Source(Database.Postgres);
        var impatient = new JournalReader(source, new PostgresPositions(source, TimeSpan.FromMilliseconds(100)));
        await Assert.ThrowsAsync<TimeoutException>(() => impatient.ReadAsync(start, 10, CancellationToken.None));
        var reading = Reader(Database.Postgres).ReadAsync(start, 2, CancellationToken.None);
        var later = await InsertAsync(quick);
        await slow.CommitAsync();

        Assert.Equal([first, second], (await reading)!.Select(row => row.Position));
        Assert.Equal([later], await ReadAsync(Database.Postgres, second));
    }

    [Fact]
    public async Task Position_that_is_never_committed_is_left_out_and_waited_for_by_nobody()
    {
        var start = await EndAsync(Database.Postgres);
        await using var connection = await stores.ConnectAsync(Database.Postgres);
        await using (var undone = await connection.BeginTransactionAsync())
        {
            await InsertAsync(connection);
            await undone.RollbackAsync();
        }

        Assert.Empty(await ReadAsync(Database.Postgres, start));
        var next = await InsertAsync(connection);
        Assert.Equal([next], await ReadAsync(Database.Postgres, start));
    }

    [Theory, CombinatorialDatabases]
    public async Task Readers_see_each_change_once_while_writers_commit_in_any_order(Database database)
    {
        var start = await EndAsync(database);
        var committed = new ConcurrentBag<long>();
        using var over = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2)
            .Select(seed => Task.Run(() => FollowAsync(database, start, new Random(seed), over.Token)))
            .ToList();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(seed => Task.Run(() => WriteAsync(database, new Random(seed), committed))));
        await over.CancelAsync();

        var expected = committed.Order().ToList();
        Assert.True(expected.Count > Transactions, $"only {expected.Count} changes were committed");
        foreach (var reader in readers)
        {
            Assert.Equal(expected, await reader);
        }
    }

    [Theory, CombinatorialDatabases]
    public async Task Position_that_no_change_has_had_is_refused(Database database)
    {
        await using var connection = await stores.ConnectAsync(database);
        var last = await InsertAsync(connection);
        var journal = Reader(database);

        Assert.Empty((await journal.ReadAsync(last, 10, CancellationToken.None))!);
        Assert.Null(await journal.ReadAsync(last + 1, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Position_of_a_reader_holds_after_a_crash_of_the_database()
    {
        await using var server = await LocalPostgres.StartOwnAsync();
        var connectionString = await server.CreateDatabaseAsync();
        await Migrator.MigratePostgresAsync(connectionString, CancellationToken.None);
        long read, after;
        await using (var before = NpgsqlDataSource.Create(connectionString))
        {
            await using var connection = await before.OpenConnectionAsync();
            read = await InsertAsync(connection);
            Assert.Equal([read], (await JournalReader.Of(before).ReadAsync(0, 10, CancellationToken.None))!.Select(row => row.Position));
            await using var lost = await connection.BeginTransactionAsync();
            await InsertAsync(connection);
            await server.CrashAndRestartAsync();
        }

        await using var again = NpgsqlDataSource.Create(connectionString);
        await using (var connection = await again.OpenConnectionAsync())
        {
            after = await InsertAsync(connection);
        }

        Assert.Equal([after], (await JournalReader.Of(again).ReadAsync(read, 10, CancellationToken.None))!.Select(row => row.Position));
    }

    [Fact]
    public async Task Session_keeps_no_positions_for_later() =>
        Assert.Equal(1, await stores.CountAsync(Database.Postgres, "SELECT cache_size FROM pg_sequences WHERE sequencename = 'journal_position_seq'"));

    private JournalReader Reader(Database database) => JournalReader.Of(stores.Source(database));

    private async Task<IReadOnlyList<long>> ReadAsync(Database database, long after, int limit = 100) =>
        [.. (await Reader(database).ReadAsync(after, limit, CancellationToken.None))!.Select(row => row.Position)];

    private async Task<long> EndAsync(Database database)
    {
        var end = 0L;
        while (await ReadAsync(database, end) is { Count: > 0 } page)
        {
            end = page[^1];
        }

        return end;
    }

    /// <summary>By pages of any length, each with a reader that knows nothing but the position.</summary>
    private async Task<List<long>> FollowAsync(Database database, long after, Random random, CancellationToken over)
    {
        var read = new List<long>();
        while (true)
        {
            var isLast = over.IsCancellationRequested;
            var limit = random.Next(1, PageMax);
            var page = await ReadAsync(database, after, limit);
            Assert.True(page.Count <= limit);
            read.AddRange(page);
            after = page.Count > 0 ? page[^1] : after;
            if (isLast && page.Count < limit)
            {
                return read;
            }
        }
    }

    private async Task WriteAsync(Database database, Random random, ConcurrentBag<long> committed)
    {
        for (var n = 0; n < Transactions; n++)
        {
            await using var connection = await stores.ConnectAsync(database);
            await using var transaction = await connection.BeginTransactionAsync();
            var positions = new List<long>();
            for (var rows = random.Next(1, 4); rows > 0; rows--)
            {
                positions.Add(await InsertAsync(connection, transaction));
                await Task.Delay(random.Next(0, 3));
            }

            if (random.Next(5) == 0)
            {
                await transaction.RollbackAsync();
                continue;
            }

            await transaction.CommitAsync();
            positions.ForEach(committed.Add);
        }
    }

    private static async Task<long> InsertAsync(DbConnection connection, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO Journal (GrainKey, Version, At, Payload)
            VALUES ('sub:{Interlocked.Increment(ref _keys)}', 1, CURRENT_TIMESTAMP, CAST('[]' AS {(connection is NpgsqlConnection ? "bytea" : "BLOB")})) RETURNING Position
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
