using Cashback.Quarantine;
using Cashback.Support;
using Microsoft.Data.Sqlite;
using Npgsql;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>
/// The disk under the tables is full for a while. (Where it is the disk of PostgreSQL's log the server stops, which
/// <see cref="DatabaseCrashTests"/> covers.)
/// </summary>
public sealed class FullDiskTests
{
    private const int Megabytes = 6, Refusals = 3, SavesAtMost = 5_000, SavesAfterwards = 20;

    /// <summary>Of a record, in characters that can't be compressed.</summary>
    private const int Length = 6_000;

    /// <summary>More than SQLite keeps in memory until the commit.</summary>
    private const int MuchLonger = 3_000_000;
    private readonly Random _random = new(1);

    [Fact]
    public async Task Save_to_Postgres_that_finds_no_space_fails_whole_and_later_ones_succeed()
    {
        using var disk = Mount(LocalPostgres.User);
        await using var server = await LocalPostgres.StartOwnAsync();
        var database = await server.CreateDatabaseAsync();
        await using var programme = await TestProgramme.StartOnPostgresAsync(database);
        foreach (var sql in new[]
        {
            $"CREATE TABLESPACE small LOCATION '{disk.Folder}'", "ALTER TABLE Ledger SET TABLESPACE small", "ALTER INDEX Ledger_pkey SET TABLESPACE small",
        })
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        await FillAndFreeAsync(programme, disk, e => e is PostgresException { SqlState: PostgresErrorCodes.DiskFull });
    }

    [Fact]
    public async Task Save_to_Sqlite_that_finds_no_space_fails_whole_and_later_ones_succeed()
    {
        using var disk = Mount(user: null);
        await using var programme = await TestProgramme.StartAsync(
            settings: new Dictionary<string, string?> { ["Cashback:Storage:Data"] = Path.Combine(disk.Folder, "data") });

        await FillAndFreeAsync(programme, disk, e => e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL });
    }

    private static SmallDisk Mount(string? user)
    {
        var disk = SmallDisk.TryMount(Megabytes, user);
        Assert.SkipWhen(disk is null, "A small disk can't be mounted here: that needs root.");
        return disk;
    }

    private async Task FillAndFreeAsync(TestProgramme programme, SmallDisk disk, Func<Exception, bool> isFull)
    {
        await using var ledger = await OwnLedger.StartAsync(programme.Services);
        var (grain, saves) = (Grain("quar:full"), 0);
        (string? Reason, string? ETag) last = default;
        await SaveAsync();

        disk.Fill();
        for (var refused = 0; refused < Refusals;)
        {
            Assert.True(saves < SavesAtMost, "The disk does not get full: the test proves nothing.");
            var length = refused == Refusals - 1 ? MuchLonger : Length;
            if (await Record.ExceptionAsync(() => SaveAsync(length)) is { } failure)
            {
                refused++;
                Assert.IsType<OrleansException>(failure);
                Assert.Contains(Causes(failure), cause => isFull(cause));

                // Neither the record nor what was joined to it is there, and what is there can be read.
                Assert.Equal(last.Reason, await ledger.ReasonAsync(grain));
                Assert.Null(await ledger.ReasonAsync(Child(saves)));
            }
        }

        disk.Free();
        for (var n = 0; n < SavesAfterwards; n++)
        {
            await SaveAsync();
        }

        Assert.Equal(last.Reason, await ledger.ReasonAsync(grain));

        async Task SaveAsync(int length = Length)
        {
            var reason = $"{++saves} {Text(length)}";
            var state = State(reason, last.ETag);
            state.State!.JoinedWrites = new(
                [new NewRecord(OwnLedger.Name, Child(saves), new Stored<QuarantineEntry> { Record = Entry(reason) })], []);
            await ledger.WriteAsync(grain, state);
            last = (reason, state.ETag);
        }
    }

    private static GrainId Child(int save) => Grain($"quar:full-{save}");

    private string Text(int length) => string.Create(length, _random, (text, random) =>
    {
        for (var n = 0; n < text.Length; n++)
        {
            text[n] = (char)('0' + random.Next(64));
        }
    });

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
