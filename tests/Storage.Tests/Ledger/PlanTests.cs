using System.Globalization;
using Cashback.Support;
using Npgsql;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>
/// PostgreSQL plans a statement once for a connection, by the tables' size at that moment: nothing in a new store. Such a
/// plan must not scan a large table for each batch later.
/// </summary>
public sealed class PlanTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const int PlannedAfter = 10;
    private const int Grown = 20_000;
    private const int Batch = 100;
    private const int PageLength = 10;

    [Fact]
    public async Task Batch_reads_its_own_rows_and_no_others_whenever_its_plan_was_made()
    {
        await using var ledger = await OwnLedger.StartAsync(stores.Services(Database.Postgres));
        var states = Enumerable.Range(0, Batch).Select(n => (Grain: stores.NewGrain(), State: State($"{n}"))).ToArray();
        for (var round = 0; round < PlannedAfter; round++)
        {
            await WriteAllAsync(ledger, states);
            await ReadAllAsync(ledger, states);
        }

        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO Ledger (State, GrainKey, Version, ModifiedOn, Payload)
            SELECT 'quarantine', 'quar:grown-' || n, 1, now(), '\x7b7d' FROM generate_series(1, {Grown}) AS n
            """));
        var before = await FetchedAsync();

        await WriteAllAsync(ledger, states);
        await ReadAllAsync(ledger, states);

        // A connection reports its statistics within a second or so; a second round makes it report the first.
        await Eventually.TrueAsync(
            async () =>
            {
                await ReadAllAsync(ledger, states);
                await WriteAllAsync(ledger, states);
                return (await FetchedAsync()).Updated >= before.Updated + (2 * Batch);
            },
            "the statistics are told");
        var after = await FetchedAsync();
        Assert.InRange((after.Rows - before.Rows) / Math.Max(1, after.Updated - before.Updated), 1, 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Batch_removes_its_own_reminders_and_reads_no_others_whenever_its_plan_was_made(bool countedWhenEmpty)
    {
        if (countedWhenEmpty)
        {
            // Statistics then say so for certain, where without any a table is taken to have some pages.
            await ExecuteAsync("DELETE FROM OrleansRemindersTable");
            await ExecuteAsync("VACUUM ANALYZE OrleansRemindersTable");
        }

        await using var ledger = await OwnLedger.StartAsync(stores.Services(Database.Postgres));
        var states = Enumerable.Range(0, Batch).Select(n => (Grain: stores.NewGrain(), State: State($"{n}"))).ToArray();
        for (var round = 0; round < PlannedAfter; round++)
        {
            await RemindAllAsync(ledger, states, InAWeek);
            await RemindAllAsync(ledger, states, null);
        }

        await ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
            SELECT '{StoreFixture.ServiceId}', 'grown/' || n, 'deadline', now() + interval '1 year', 1, 1, 0
            FROM generate_series(1, {Grown}) AS n
            """));
        var before = await ReminderRowsAsync();

        // The second round makes the connection report the statistics of the first.
        await Eventually.TrueAsync(
            async () =>
            {
                await RemindAllAsync(ledger, states, InAWeek);
                await RemindAllAsync(ledger, states, null);
                return (await ReminderRowsAsync()).Removed >= before.Removed + (2 * Batch);
            },
            "the statistics are told");
        var after = await ReminderRowsAsync();
        Assert.InRange((after.Fetched - before.Fetched) / Math.Max(1, after.Removed - before.Removed), 1, 10);
    }

    [Fact]
    public async Task Page_of_the_journal_reads_its_own_rows_and_no_others_whenever_its_plan_was_made()
    {
        var before = await StatisticsAsync("journal", "n_tup_ins");
        await using (var source = NpgsqlDataSource.Create(((NpgsqlDataSource)stores.Source(Database.Postgres)).ConnectionString))
        {
            var journal = JournalReader.Of(source);
            await GrowAsync("few", Batch);
            await ReadPagesAsync(journal);
            await GrowAsync("many", Grown);
            await ReadPagesAsync(journal);
        }

        // The connections report their statistics when they are closed.
        const int Rows = 2 * PlannedAfter * PageLength;
        async Task<long> FetchedAsync() => (await StatisticsAsync("journal", "n_tup_ins")).Fetched - before.Fetched;
        await Eventually.TrueAsync(async () => await FetchedAsync() >= Rows, "the statistics are told");
        Assert.InRange(await FetchedAsync(), Rows, 10 * Rows);
    }

    private static DateTimeOffset? InAWeek => DateTimeOffset.UtcNow.AddDays(7);

    private static Task RemindAllAsync(
        OwnLedger ledger, IEnumerable<(GrainId Grain, GrainState<Stored<Quarantine.QuarantineEntry>> State)> states, DateTimeOffset? at) =>
        WriteAllAsync(ledger, states.Select(each =>
        {
            each.State.State!.JoinedWrites = new([], [new ReminderChange(each.Grain, "deadline", at, TimeSpan.FromHours(1))]);
            return each;
        }));

    private static Task WriteAllAsync(
        OwnLedger ledger, IEnumerable<(GrainId Grain, GrainState<Stored<Quarantine.QuarantineEntry>> State)> states) =>
        Task.WhenAll(states.Select(each => ledger.WriteAsync(each.Grain, each.State)));

    private static Task<string?[]> ReadAllAsync(
        OwnLedger ledger, IEnumerable<(GrainId Grain, GrainState<Stored<Quarantine.QuarantineEntry>> State)> states) =>
        Task.WhenAll(states.Select(each => ledger.ReasonAsync(each.Grain)));

    private static async Task ReadPagesAsync(JournalReader journal)
    {
        var after = 0L;
        for (var page = 0; page < PlannedAfter; page++)
        {
            after = (await journal.ReadAsync(after, PageLength, CancellationToken.None))![^1].Position;
        }
    }

    private Task GrowAsync(string key, int rows) => ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
        INSERT INTO Journal (GrainKey, Version, At, Payload)
        SELECT 'sub:{key}-' || n, 1, now(), '\x7b7d' FROM generate_series(1, {rows}) AS n
        """));

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await stores.ConnectAsync(Database.Postgres);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private Task<(long Rows, long Updated)> FetchedAsync() => StatisticsAsync("ledger", "n_tup_upd");

    private Task<(long Fetched, long Removed)> ReminderRowsAsync() => StatisticsAsync("orleansreminderstable", "n_tup_del");

    private async Task<(long Fetched, long Changed)> StatisticsAsync(string table, string changed)
    {
        await using var connection = await stores.ConnectAsync(Database.Postgres);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0), {changed} FROM pg_stat_user_tables WHERE relname = '{table}'";
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        return (rows.GetInt64(0), rows.GetInt64(1));
    }
}
