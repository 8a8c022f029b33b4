using Cashback.Support;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>PostgreSQL crashes and restarts while many write to the ledger.</summary>
public sealed class DatabaseCrashTests
{
    private const int Writers = 32, SavesAfterwards = 20;

    [Fact]
    public async Task Database_that_crashes_under_load_has_every_acknowledged_save_and_each_unknown_one_once_or_not_at_all()
    {
        await using var server = await LocalPostgres.StartOwnAsync();
        var database = await server.CreateDatabaseAsync();
        await using var programme = await TestProgramme.StartOnPostgresAsync(database);
        await using var ledger = await OwnLedger.StartAsync(programme.Services, writers: 2);
        using var crashed = new CancellationTokenSource();
        using var begun = new CountdownEvent(Writers);
        var writers = Enumerable.Range(0, Writers).Select(n => Task.Run(() => WriteAsync(ledger, n, begun, crashed.Token))).ToList();

        await Task.Run(begun.Wait);
        await server.CrashAndRestartAsync();
        await crashed.CancelAsync();

        var unknown = (await Task.WhenAll(writers)).Sum();
        Assert.True(unknown > 0, "No save was under way when the database died: the test proves nothing.");
    }

    /// <summary>
    /// Saves repeatedly, each time with a joined record, until there are enough saves after the crash; checks the database
    /// after each failure.
    /// </summary>
    /// <returns>How many saves ended without an answer.</returns>
    private static async Task<int> WriteAsync(OwnLedger ledger, int writer, CountdownEvent begun, CancellationToken crashed)
    {
        var (grain, unknown, afterwards) = (Grain($"quar:crash-{writer}"), 0, 0);
        string? reason = null, etag = null;
        for (var n = 1; afterwards < SavesAfterwards; n++)
        {
            var (next, child) = ($"save {n}", Grain($"quar:crash-{writer}-{n}"));
            var state = BatchTests.WithJoined(next, etag, child);
            try
            {
                await ledger.WriteAsync(grain, state);
                (reason, etag) = (next, state.ETag);
                afterwards += crashed.IsCancellationRequested ? 1 : 0;
            }
            catch (OrleansException e) when (e is not (Orleans.Storage.InconsistentStateException or RecordExistsException))
            {
                unknown++;
                var read = await ReadAsync(ledger, grain);
                var there = read.State!.Record?.Message.Reason;
                Assert.True(there == reason || there == next, $"'{there}' is neither '{reason}' nor '{next}'");
                Assert.Equal(there == next ? "child" : null, await ledger.ReasonAsync(child));
                (reason, etag) = (there, read.ETag);
            }

            Assert.Equal(reason is null ? null : etag, etag);
            if (n == 5)
            {
                begun.Signal();
            }
        }

        Assert.Equal(reason, await ledger.ReasonAsync(grain));
        return unknown;
    }

    private static async Task<GrainState<Stored<Quarantine.QuarantineEntry>>> ReadAsync(OwnLedger ledger, GrainId grain)
    {
        GrainState<Stored<Quarantine.QuarantineEntry>>? read = null;
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    read = await ledger.ReadAsync(grain);
                    return true;
                }
                catch (OrleansException)
                {
                    return false;
                }
            },
            "the database is back",
            TimeSpan.FromMinutes(2));
        return read!;
    }
}
