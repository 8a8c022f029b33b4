using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Cashback.Quarantine;
using Cashback.Ledger;
using Cashback.Support;
using Orleans.Storage;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>Each save of a shared transaction has its own result.</summary>
public sealed class BatchTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    [Theory, CombinatorialDatabases]
    public async Task Saves_enqueued_while_a_batch_is_written_are_the_next_batch(Database database)
    {
        await using var ledger = await StartAsync(database);

        var outcomes = await ledger.TogetherAsync(
            [.. Enumerable.Range(0, 50).Select(n => (Func<Task>)(() => ledger.WriteAsync(stores.NewGrain(), State($"{n}"))))]);

        Assert.All(outcomes, Assert.Null);
        Assert.Equal([1, 50], ledger.Database.Batches);
    }

    [Theory, CombinatorialDatabases]
    public async Task Metrics_are_recorded_for_each_batch(Database database)
    {
        const int Rows = 61;
        var (rows, names) = (new ConcurrentBag<int>(), new ConcurrentDictionary<string, bool>());
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Cashback")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) =>
        {
            names[instrument.Name] = true;
            if (instrument.Name == "cashback.ledger.batch.rows")
            {
                rows.Add(value);
            }
        });
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => names[instrument.Name] = true);
        listener.Start();
        await using var ledger = await StartAsync(database);

        await ledger.TogetherAsync(
            [.. Enumerable.Range(0, Rows).Select(n => (Func<Task>)(() => ledger.WriteAsync(stores.NewGrain(), State($"{n}"))))]);
        await ledger.ReasonAsync(stores.NewGrain());
        listener.RecordObservableInstruments();

        await Eventually.TrueAsync(() => Task.FromResult(rows.Contains(Rows)), "the batch was recorded of");
        string[] recorded = ["batch.rows", "commit.time", "queue.depth", "queue.time", "read.rows", "read.time"];
        await Eventually.TrueAsync(() => Task.FromResult(recorded.All(name => names.ContainsKey($"cashback.ledger.{name}"))), "all metrics were recorded");
    }

    [Theory, CombinatorialDatabases]
    public async Task Batch_is_bounded_by_its_rows_joined_records_included(Database database)
    {
        await using var ledger = await StartAsync(database, LedgerLimits.Default with { BatchRows = 10 });

        var outcomes = await ledger.TogetherAsync([.. Enumerable.Range(0, 10).Select(_ => (Func<Task>)(() =>
            ledger.WriteAsync(stores.NewGrain(), WithJoined("parent", null, stores.NewGrain()))))]);

        Assert.All(outcomes, Assert.Null);
        Assert.Equal([1, 10, 10], ledger.Database.Batches);
    }

    [Theory, CombinatorialDatabases]
    public async Task Two_saves_of_one_key_are_both_done_in_their_order(Database database)
    {
        await using var ledger = await StartAsync(database);
        var grain = stores.NewGrain();

        var outcomes = await ledger.TogetherAsync(
            () => ledger.WriteAsync(grain, State("first")),
            () => ledger.WriteAsync(grain, State("second", "1")),
            () => ledger.WriteAsync(grain, State("third", "2")),
            () => ledger.WriteAsync(grain, State("late", "1")));

        Assert.All(outcomes[..3], Assert.Null);
        Assert.IsType<InconsistentStateException>(outcomes[3]);
        Assert.Equal([1, 1, 1, 1, 1], ledger.Database.Batches);
        Assert.Equal("third", await ledger.ReasonAsync(grain));
        Assert.Equal("3", (await ledger.ReadAsync(grain)).ETag);
    }

    [Theory, CombinatorialDatabases]
    public async Task Save_and_joined_write_of_one_key_in_a_batch_leave_the_first(Database database)
    {
        await using var ledger = await StartAsync(database);
        var (grain, parent, other) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());

        var outcomes = await ledger.TogetherAsync(
            () => ledger.WriteAsync(parent, WithJoined("parent", null, grain)),
            () => ledger.WriteAsync(grain, State("itself")),
            () => ledger.WriteAsync(other, WithJoined("other", null, grain)));

        Assert.Null(outcomes[0]);
        Assert.IsType<InconsistentStateException>(outcomes[1]);
        Assert.Equal([grain], Assert.IsType<RecordExistsException>(outcomes[2]).Existing);
        Assert.Equal("child", await ledger.ReasonAsync(grain));
        Assert.Null(await ledger.ReasonAsync(other));
    }

    [Theory, CombinatorialDatabases]
    public async Task Losers_of_a_batch_lose_alone_and_leave_no_joined_writes(Database database)
    {
        await using var ledger = await StartAsync(database);
        var (stale, deleted, taken, parent) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain(), stores.NewGrain());
        var (child, second, third) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());
        var (one, two) = (stores.NewGrain(), stores.NewGrain());
        await ledger.WriteAsync(stale, State("1"));
        await ledger.WriteAsync(stale, State("2", "1"));
        await ledger.WriteAsync(taken, State("taken"));
        var gone = State("gone");
        await ledger.WriteAsync(deleted, gone);
        await ledger.Storage.ClearStateAsync(OwnLedger.Name, deleted, gone);

        var outcomes = await ledger.TogetherAsync(
            () => ledger.WriteAsync(one, State("one")),
            () => ledger.WriteAsync(stale, WithJoined("stale", "1", child)),
            () => ledger.WriteAsync(deleted, WithJoined("ghost", "1", second)),
            () => ledger.WriteAsync(parent, WithJoined("parent", null, taken, third)),
            () => ledger.WriteAsync(taken, State("first again")),
            () => ledger.WriteAsync(two, State("two")));

        Assert.Null(outcomes[0]);
        Assert.IsType<InconsistentStateException>(outcomes[1]);
        Assert.IsType<InconsistentStateException>(outcomes[2]);
        Assert.Equal([taken], Assert.IsType<RecordExistsException>(outcomes[3]).Existing);
        Assert.IsType<InconsistentStateException>(outcomes[4]);
        Assert.Null(outcomes[5]);
        Assert.Equal(["one", "2", "taken", "two"], await ReasonsAsync(ledger, one, stale, taken, two));
        Assert.Equal([null, null, null, null, null], await ReasonsAsync(ledger, deleted, child, second, third, parent));
    }

    [Theory, CombinatorialDatabases]
    public async Task Row_that_the_database_refuses_fails_alone(Database database)
    {
        await using var connection = await stores.ConnectAsync(database);
        await using var command = connection.CreateCommand();
        var bad = stores.NewGrain($"quar:bad-{Guid.NewGuid():N}");
        command.CommandText = database == Database.Postgres
            ? $"""
              CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END';
              CREATE TRIGGER refuse_bad BEFORE INSERT ON Ledger FOR EACH ROW WHEN (NEW.GrainKey = '{bad.Key}') EXECUTE FUNCTION refuse()
              """
            : $"CREATE TRIGGER refuse_bad BEFORE INSERT ON Ledger WHEN NEW.GrainKey = '{bad.Key}' BEGIN SELECT RAISE(ABORT, 'refused'); END";
        await command.ExecuteNonQueryAsync();
        await using var ledger = await StartAsync(database);
        var (one, two, parent) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());

        var outcomes = await ledger.TogetherAsync(
            () => ledger.WriteAsync(one, State("one")),
            () => ledger.WriteAsync(bad, State("bad")),
            () => ledger.WriteAsync(two, State("two")));
        var joining = await Record.ExceptionAsync(() => ledger.WriteAsync(parent, WithJoined("parent", null, bad)));

        Assert.Null(outcomes[0]);
        Assert.IsType<OrleansException>(outcomes[1]);
        Assert.Null(outcomes[2]);
        Assert.IsType<OrleansException>(joining);
        Assert.Equal(["one", null, "two", null], await ReasonsAsync(ledger, one, bad, two, parent));
    }

    [Theory, CombinatorialDatabases]
    public async Task Clear_in_a_batch_keeps_its_place(Database database)
    {
        await using var ledger = await StartAsync(database);
        var grain = stores.NewGrain();

        var outcomes = await ledger.TogetherAsync(
            () => ledger.WriteAsync(grain, State("first")),
            () => ledger.Storage.ClearStateAsync(OwnLedger.Name, grain, State("first", "1")),
            () => ledger.WriteAsync(grain, State("second life")));

        Assert.All(outcomes, Assert.Null);
        Assert.Equal("second life", await ledger.ReasonAsync(grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task First_writes_and_joined_writes_of_the_same_keys_through_two_storages_have_one_winner_each(Database database)
    {
        const int Keys = 40, Rounds = 5;
        await using var left = await StartAsync(database, writers: 2);
        await using var right = await StartAsync(database, writers: 2);
        for (var round = 0; round < Rounds; round++)
        {
            var keys = Enumerable.Range(0, Keys).Select(_ => stores.NewGrain()).ToList();

            // As first writes and as joined records, in opposite orders.
            var attempts = keys.SelectMany((grain, n) => (Task<string?>[])
            [
                WinAsync(left, grain, "left", null),
                WinAsync(right, stores.NewGrain(), "right", keys[Keys - 1 - n]),
                WinAsync(left, stores.NewGrain(), "left", keys[(n + 7) % Keys]),
            ]);
            var winners = (await Task.WhenAll(attempts)).Where(key => key is not null).ToList();

            Assert.Equal(Keys, winners.Count);
            Assert.Equal(Keys, winners.Distinct().Count());
        }
    }

    [Fact]
    public async Task Row_that_another_writer_changes_while_the_batch_waits_for_it_is_a_conflict()
    {
        await using var ledger = await StartAsync(Database.Postgres);
        var (contested, neighbour) = (stores.NewGrain(), stores.NewGrain());
        await ledger.WriteAsync(contested, State("1"));
        await ledger.WriteAsync(neighbour, State("1"));
        await using var other = await stores.ConnectAsync(Database.Postgres);
        await using var transaction = await other.BeginTransactionAsync();
        await using (var change = other.CreateCommand())
        {
            change.CommandText = $"UPDATE Ledger SET Version = Version + 1 WHERE GrainKey = '{contested.Key}'";
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
        }

        var outcomes = ledger.TogetherAsync(
            () => ledger.WriteAsync(contested, State("late", "1")),
            () => ledger.WriteAsync(neighbour, State("2", "1")));
        await Eventually.TrueAsync(
            async () => await stores.CountAsync(Database.Postgres, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") > 0,
            "the batch waits for the row");
        await transaction.CommitAsync();

        Assert.IsType<InconsistentStateException>((await outcomes)[0]);
        Assert.Null((await outcomes)[1]);
        Assert.Equal(["1", "2"], await ReasonsAsync(ledger, contested, neighbour));
    }

    private static async Task<string?> WinAsync(OwnLedger ledger, GrainId grain, string who, GrainId? child)
    {
        try
        {
            await ledger.WriteAsync(grain, child is { } joined ? WithJoined(who, null, joined) : State(who));
            return (child ?? grain).Key.ToString();
        }
        catch (Exception e) when (e is InconsistentStateException or RecordExistsException)
        {
            return null;
        }
    }

    private static async Task<string?[]> ReasonsAsync(OwnLedger ledger, params GrainId[] grains) =>
        await Task.WhenAll(grains.Select(ledger.ReasonAsync));

    private Task<OwnLedger> StartAsync(Database database, LedgerLimits? limits = null, int writers = 1) =>
        OwnLedger.StartAsync(stores.Services(database), limits, writers);

    internal static GrainState<Stored<QuarantineEntry>> WithJoined(string reason, string? etag, params GrainId[] children)
    {
        var state = State(reason, etag);
        state.State!.JoinedWrites = new(
            [.. children.Select(child => new NewRecord(OwnLedger.Name, child, new Stored<QuarantineEntry> { Record = Entry("child") }))], []);
        return state;
    }
}
