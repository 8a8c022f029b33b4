using System.Globalization;
using Cashback.Benchmarks.Load;
using Cashback.Benchmarks.Machine;

namespace Cashback.Benchmarks.Postbacks;

/// <summary>What one run measured; "each" is for one postback.</summary>
internal sealed record Measured(
    Variant Variant,
    Mix Mix,
    int Connections,
    double Accepted,
    double Drained,
    double P50,
    double P99,
    double Max,
    double ServiceMicrosecondsEach,
    double SilosMicrosecondsEach,
    double DatabaseMicrosecondsEach,
    double LoadMicrosecondsEach,
    double AllocatedEach,
    double LogBytesEach,
    double RoundTripsEach,
    double StoredBytesEach,
    double GcShare,
    int WarmUpRounds,
    double CompilingShare);

/// <summary>One service under one load: fresh database, warm-up, the measured part, the check of every balance.</summary>
internal sealed class Run(Postgres postgres, PostbacksOptions options, string folder)
{
    private const string Database = "run";
    private const long LinesOfOneRound = 1_000_000_000;

    /// <summary>Of the service's processor time: below it nothing hot is left to compile.</summary>
    private const double CompilingAtRest = 0.01;
    private const int QuietRounds = 3;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(3);

    public async Task<Measured> MeasureAsync(Variant variant, Mix mix, int connections)
    {
        if (variant.Durable)
        {
            await postgres.CreateAsync(Database, variant.Template);
        }

        using var service = await variant.StartAsync(postgres, Database, folder);
        await PrepareAsync(service, variant);
        var expected = new Expectation(options.Subscribers);
        var now = DateTimeOffset.UtcNow;
        using var load = new LoadProcess(service.Port, connections);

        var store = new Store(postgres, variant, Database);
        var rounds = await WarmUpAsync();

        var before = await SnapshotAsync(service, variant);
        var result = await PlayAsync(options.Postbacks, 0);
        var drainedAt = await AwaitDrainedAsync(service, store, expected);
        var after = await SnapshotAsync(service, variant);

        // Nothing that was acknowledged may need the process to live on.
        service.Kill();
        await store.CheckBalancesAsync(expected, options.Subscribers);
        var seconds = Math.Max(result.Seconds, result.Seconds + (drainedAt - result.Ended).TotalSeconds);
        return new(
            variant,
            mix,
            connections,
            result.Count / result.Seconds,
            result.Count / seconds,
            result.P50,
            result.P99,
            result.Max,
            (after.ServiceCpu - before.ServiceCpu) * 1e6 / result.Count,
            (after.SilosCpu - before.SilosCpu) * 1e6 / result.Count,
            (after.DatabaseCpu - before.DatabaseCpu) * 1e6 / result.Count,
            result.CpuSeconds * 1e6 / result.Count,
            (double)(after.State.AllocatedBytes - before.State.AllocatedBytes) / result.Count,
            (double)(after.LogBytes - before.LogBytes) / result.Count,
            (double)(after.State.RoundTrips - before.State.RoundTrips) / result.Count,
            (after.StoredBytes - before.StoredBytes) / (double)result.Count,
            (after.State.GcPauseMs - before.State.GcPauseMs) / 1000 / seconds,
            rounds,
            (after.State.CompilingMs - before.State.CompilingMs) / 1000 / (after.ServiceCpu - before.ServiceCpu));

        async Task<LoadResult> PlayAsync(int postbacks, int round)
        {
            var phase = new Phase(postbacks, new(1 + round, mix, options.Subscribers, options.Stores, LinesOfOneRound * (1 + round), now));
            var played = await load.RunAsync(phase);
            Follow(phase, connections, expected);
            return played;
        }

        // In rounds, until the compiler has come to rest and stays so: what was watched is compiled a second time.
        async Task<int> WarmUpAsync()
        {
            var quiet = 0;
            for (var round = 1; ; round++)
            {
                var (compiled, used) = ((await service.StateAsync()).CompilingMs, service.CpuSeconds);
                await PlayAsync(options.WarmUp, round);
                await AwaitDrainedAsync(service, store, expected);
                var share = ((await service.StateAsync()).CompilingMs - compiled) / 1000 / (service.CpuSeconds - used);
                Progress.Tell(string.Create(
                    CultureInfo.InvariantCulture, $"{variant.Name}: warmed up with {options.WarmUp} messages, {share * 100:0.0} % of the processor time for compiling"));
                quiet = share < CompilingAtRest ? quiet + 1 : 0;
                if (quiet == QuietRounds || round == options.WarmUpRoundsMax)
                {
                    return round;
                }
            }
        }
    }

    /// <summary>Fills the database that every run of a variant begins as a copy of.</summary>
    public async Task MakeTemplateAsync(Variant variant)
    {
        await postgres.CreateAsync(variant.Template);
        using (var service = await variant.StartAsync(postgres, variant.Template, folder))
        {
            await LoadAsync(service);
        }

        if (!variant.IsPeer)
        {
            // The process was killed: each run would begin with waiting until the cluster is sure of it.
            await postgres.ExecuteAsync(variant.Template, "DELETE FROM OrleansMembershipTable");
        }

        await postgres.ExecuteAsync(variant.Template, "VACUUM ANALYZE");
    }

    private async Task PrepareAsync(Service service, Variant variant)
    {
        if (!variant.Durable)
        {
            await LoadAsync(service);
        }
        else if (!options.Cold)
        {
            await service.PostAsync<long>($"/bench/wake?subscribers={options.Subscribers}");
        }
    }

    private Task<long> LoadAsync(Service service) => service.PostAsync<long>($"/bench/load?subscribers={options.Subscribers}&stores={options.Stores}");

    private static void Follow(Phase phase, int connections, Expectation expected)
    {
        foreach (var share in phase.Shares(connections, expected))
        {
            _ = share.Length;
        }
    }

    /// <returns>When the last of the background work was seen done.</returns>
    private static async Task<DateTimeOffset> AwaitDrainedAsync(Service service, Store store, Expectation expected)
    {
        using var over = new CancellationTokenSource(DrainPatience);
        var left = "";
        while (!over.IsCancellationRequested)
        {
            var looked = DateTimeOffset.UtcNow;
            var messages = (await service.StateAsync()).Messages;
            if (messages > expected.Messages)
            {
                throw new BenchException($"{messages} messages were sent, {expected.Messages} should be.");
            }

            left = messages < expected.Messages
                ? $"{messages} of {expected.Messages} messages are sent"
                : await store.WhatIsLeftAsync(expected);
            if (left is null)
            {
                return looked;
            }

            await Task.Delay(20);
        }

        throw new BenchException($"The background work did not end within {DrainPatience}: {left}.\n{service.Tail()}");
    }

    private async Task<Snapshot> SnapshotAsync(Service service, Variant variant) => new(
        service.CpuSeconds,
        service.SilosCpuSeconds,
        postgres.CpuSeconds,
        await postgres.LogBytesAsync(),
        variant.Durable ? (long)(await postgres.ScalarAsync(Database, "SELECT pg_database_size(current_database())"))! : 0,
        await service.StateAsync());

    private sealed record Snapshot(
        double ServiceCpu, double SilosCpu, double DatabaseCpu, decimal LogBytes, long StoredBytes, ServiceState State);
}
