using Cashback.Ledger;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>The queue of the ledger's writer: bounded, drained at stop, and working again after an outage of the database.</summary>
public sealed class QueueTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    [Theory, CombinatorialDatabases]
    public async Task Save_that_finds_no_room_in_time_is_refused_and_the_others_are_done(Database database)
    {
        const int Room = 4;
        await using var ledger = await StartAsync(database, new LedgerLimits(200, Room, TimeSpan.FromMilliseconds(50)));
        var refused = stores.NewGrain();
        await ledger.BlockAsync();
        var waiting = Enumerable.Range(0, Room).Select(_ => ledger.WriteAsync(stores.NewGrain(), State("waits"))).ToList();

        var refusal = await Assert.ThrowsAsync<TimeoutException>(
            () => ledger.WriteAsync(refused, State("refused")).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("was full", refusal.Message, StringComparison.Ordinal);
        ledger.Database.Release();

        await Task.WhenAll(waiting);
        Assert.Null(await ledger.ReasonAsync(refused));
    }

    [Theory, CombinatorialDatabases]
    public async Task Save_that_finds_room_in_time_is_done(Database database)
    {
        await using var ledger = await StartAsync(database, new LedgerLimits(200, 1, TimeSpan.FromSeconds(30)));
        await ledger.BlockAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => ledger.WriteAsync(stores.NewGrain(), State("waits"))).ToList();

        ledger.Database.Release();

        await Task.WhenAll(waiting);
    }

    [Theory, CombinatorialDatabases]
    public async Task Stop_saves_and_answers_what_was_taken_and_takes_nothing_more(Database database)
    {
        var ledger = await StartAsync(database);
        var (grains, late) = (Enumerable.Range(0, 300).Select(_ => stores.NewGrain()).ToList(), stores.NewGrain());
        await ledger.BlockAsync();
        var saves = grains.Select(grain => ledger.WriteAsync(grain, State("in time"))).ToList();

        var stop = ledger.Storage.StopAsync(CancellationToken.None);
        await Assert.ThrowsAnyAsync<OrleansException>(() => ledger.WriteAsync(late, State("late")));
        Assert.False(stop.IsCompleted);
        ledger.Database.Release();
        await stop;

        await Task.WhenAll(saves).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("in time", await stores.ReadReasonAsync(database, Provider.Ledger, grains[^1]));
        Assert.Null(await stores.ReadReasonAsync(database, Provider.Ledger, late));
    }

    [Theory, CombinatorialDatabases]
    public async Task Cancellation_counts_while_a_save_waits_and_not_once_it_is_under_way(Database database)
    {
        await using var ledger = await StartAsync(database);
        using var cancelled = new CancellationTokenSource();
        var (first, second) = (stores.NewGrain(), stores.NewGrain());
        ledger.Database.Hold();
        var underWay = ledger.Storage.WriteStateAsync(OwnLedger.Name, first, State("under way"), cancelled.Token);
        await ledger.Database.Held;
        var waits = ledger.Storage.WriteStateAsync(OwnLedger.Name, second, State("waits"), cancelled.Token);

        await cancelled.CancelAsync();
        ledger.Database.Release();

        await underWay;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        Assert.Equal("under way", await ledger.ReasonAsync(first));
        Assert.Null(await ledger.ReasonAsync(second));
    }

    [Theory, CombinatorialDatabases]
    public async Task Connections_are_open_before_the_silo_takes_calls(Database database)
    {
        OpenedEarly? early = null;
        void Configure(Microsoft.Extensions.Hosting.IHostApplicationBuilder builder)
        {
            var real = builder.Services.Single(service => service.ServiceType == typeof(ILedgerDatabase));
            builder.Services.AddSingleton<ILedgerDatabase>(provider =>
                early = new((ILedgerDatabase)real.ImplementationFactory!(provider), () =>
                    provider.GetRequiredService<ISiloStatusOracle>().CurrentStatus));
        }

        await using var programme = database == Database.Sqlite
            ? await TestProgramme.StartAsync(Configure)
            : await TestProgramme.StartOnPostgresAsync(await LocalPostgres.NewDatabaseAsync(), Configure);

        Assert.Equal(early!.Writers + 1, early.Statuses.Count);
        Assert.All(early.Statuses, status => Assert.True(status < SiloStatus.Active, $"{status}"));
    }

    [Fact]
    public async Task Connection_that_is_lost_fails_who_waited_for_it_and_the_next_save_has_a_fresh_one()
    {
        await using var ledger = await StartAsync(Database.Postgres);
        var (read, grain, next) = (stores.NewGrain(), stores.NewGrain(), stores.NewGrain());
        await ledger.WriteAsync(read, State("read"));
        await ledger.BlockAsync();
        var waits = ledger.WriteAsync(grain, State("waits"));
        await TerminateAllAsync();

        ledger.Database.Release();
        await Record.ExceptionAsync(() => waits);
        await ledger.WriteAsync(next, State("next"));

        // A read is retried: the reader's connection is lost, too.
        Assert.Equal(["read", "next"], [await ledger.ReasonAsync(read), await ledger.ReasonAsync(next)]);
        Assert.Equal(waits.IsCompletedSuccessfully ? "waits" : null, await ledger.ReasonAsync(grain));
    }

    private async Task TerminateAllAsync()
    {
        await using var connection = (NpgsqlConnection)await stores.ConnectAsync(Database.Postgres);
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        Assert.True((long)(await command.ExecuteScalarAsync())! > 0);
    }

    private Task<OwnLedger> StartAsync(Database database, LedgerLimits? limits = null) =>
        OwnLedger.StartAsync(stores.Services(database), limits);

    private sealed class OpenedEarly(ILedgerDatabase real, Func<SiloStatus> status) : ILedgerDatabase
    {
        public int Writers => real.Writers;

        public bool Blocks => real.Blocks;

        /// <summary>The silo's, at each opening.</summary>
        public List<SiloStatus> Statuses { get; } = [];

        public ILedgerSession NewSession() => new Session(this, real.NewSession());

        private void Opening()
        {
            lock (Statuses)
            {
                Statuses.Add(status());
            }
        }

        private sealed class Session(OpenedEarly early, ILedgerSession real) : ILedgerSession
        {
            public ValueTask OpenAsync(CancellationToken cancellation)
            {
                early.Opening();
                return real.OpenAsync(cancellation);
            }

            public ValueTask CloseAsync() => real.CloseAsync();

            public ValueTask<int> SaveAsync(IReadOnlyList<Save> batch) => real.SaveAsync(batch);

            public ValueTask ClearAsync(Save clear) => real.ClearAsync(clear);

            public ValueTask ReadAsync(IReadOnlyList<Read> batch) => real.ReadAsync(batch);
        }
    }
}
