using Cashback.Support;
using CsCheck;
using Orleans.Storage;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Records;

/// <summary>What grains rely on, on both databases, through both providers as the silo registers them.</summary>
public sealed class StateConformanceTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const string Name = StateNames.Quarantine;

    [Theory, CombinatorialDatabases]
    public async Task Read_of_a_key_never_written_has_no_record_and_no_etag(Database database, Provider provider)
    {
        var state = State("untouched");

        await stores.Storage(database, provider).ReadStateAsync(Name, stores.NewGrain(), state);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Null(state.State?.Record);
    }

    [Theory, CombinatorialDatabases]
    public async Task Write_with_the_current_etag_replaces_and_moves_the_etag(Database database, Provider provider)
    {
        var (storage, grain, state) = (stores.Storage(database, provider), stores.NewGrain(), State("first"));
        await storage.WriteStateAsync(Name, grain, state);
        var first = state.ETag;
        state.State = new() { Record = Entry("second") };

        await storage.WriteStateAsync(Name, grain, state);

        Assert.NotNull(first);
        Assert.NotEqual(first, state.ETag);
        Assert.Equal("second", await stores.ReadReasonAsync(database, provider, grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task Write_with_a_stale_etag_is_refused_and_changes_nothing(Database database, Provider provider)
    {
        var (storage, grain, state) = (stores.Storage(database, provider), stores.NewGrain(), State("first"));
        await storage.WriteStateAsync(Name, grain, state);
        var stale = state.ETag;
        await storage.WriteStateAsync(Name, grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Name, grain, State("lost", stale)));

        Assert.Equal("first", await stores.ReadReasonAsync(database, provider, grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task Write_without_an_etag_over_a_row_is_refused_and_changes_nothing(Database database, Provider provider)
    {
        var (storage, grain) = (stores.Storage(database, provider), stores.NewGrain());
        await storage.WriteStateAsync(Name, grain, State("first"));

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Name, grain, State("second activation")));

        Assert.Equal("first", await stores.ReadReasonAsync(database, provider, grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task Write_with_an_etag_never_brings_a_cleared_row_back(Database database, Provider provider)
    {
        var (storage, grain, state) = (stores.Storage(database, provider), stores.NewGrain(), State("first"));
        await storage.WriteStateAsync(Name, grain, state);
        var old = state.ETag;
        await storage.ClearStateAsync(Name, grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync(Name, grain, State("ghost", old)));

        Assert.False(state.RecordExists);
        Assert.Null(await stores.ReadReasonAsync(database, provider, grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task Clear_with_a_stale_etag_is_refused(Database database, Provider provider)
    {
        var (storage, grain, state) = (stores.Storage(database, provider), stores.NewGrain(), State("first"));
        await storage.WriteStateAsync(Name, grain, state);
        var stale = state.ETag;
        await storage.WriteStateAsync(Name, grain, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.ClearStateAsync(Name, grain, State("first", stale)));

        Assert.Equal("first", await stores.ReadReasonAsync(database, provider, grain));
    }

    [Theory, CombinatorialDatabases]
    public async Task Parallel_first_writes_of_one_key_leave_one_row_and_one_winner(Database database, Provider provider)
    {
        const int Keys = 40, Writers = 6;
        var storage = stores.Storage(database, provider);
        for (var key = 0; key < Keys; key++)
        {
            var grain = stores.NewGrain();
            var attempts = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                try
                {
                    await storage.WriteStateAsync(Name, grain, State($"writer {writer}"));
                    return writer;
                }
                catch (InconsistentStateException)
                {
                    return -1;
                }
            }));

            var winners = (await Task.WhenAll(attempts)).Where(writer => writer >= 0).ToList();

            Assert.Equal($"writer {Assert.Single(winners)}", await stores.ReadReasonAsync(database, provider, grain));
            var rows = await stores.CountAsync(database, provider == Provider.Ledger
                ? $"SELECT count(*) FROM Ledger WHERE GrainKey = '{grain.Key}'"
                : $"SELECT count(*) FROM OrleansStorage WHERE GrainIdExtensionString = '{grain.Key}'");
            Assert.Equal(1, rows);
        }
    }

    [Theory, CombinatorialDatabases]
    public async Task Keys_that_look_like_numbers_or_guids_have_rows_of_their_own(Database database, Provider provider)
    {
        const string Guid = "0f8fad5bd9cb469fa16570867728950e";
        string[] keys =
        [
            "session:12", "session:0012", "session:ab", "session:AB", "phone:+79161234567", "phone:+079161234567",
            $"session:{Guid}", $"session:{Guid.ToUpperInvariant()}", "session:12+x", "idem:12:x", "idem:1:2x",
        ];
        var storage = stores.Storage(database, provider);
        foreach (var key in keys)
        {
            await storage.WriteStateAsync(Name, Grain(key), State(key));
        }

        foreach (var key in keys)
        {
            Assert.Equal(key, await stores.ReadReasonAsync(database, provider, Grain(key)));
        }
    }

    [Theory, CombinatorialDatabases]
    public async Task Large_and_odd_payloads_come_back_as_they_went(Database database, Provider provider)
    {
        var large = string.Concat(Enumerable.Repeat("Кешбэк \u0000 \"\\ \ud83d\ude00 ", 200_000));
        var grain = stores.NewGrain();

        await stores.Storage(database, provider).WriteStateAsync(Name, grain, State(large));

        Assert.Equal(large, await stores.ReadReasonAsync(database, provider, grain));
    }

    /// <summary>Any sequence of writes and clears with current, stale or no etag does what a dictionary with versions does.</summary>
    [Theory, CombinatorialDatabases]
    public Task Any_sequence_of_operations_agrees_with_the_model(Database database, Provider provider) =>
        Gen.Select(Gen.Bool, Gen.Int[0, 2]).Array[1, 8].SampleAsync(
            async operations =>
            {
                var (storage, grain) = (stores.Storage(database, provider), stores.NewGrain());
                (string? Reason, string? ETag) model = (null, null);
                var stale = "0";
                foreach (var ((write, which), step) in operations.Select((operation, step) => (operation, step)))
                {
                    var etag = which switch { 0 => null, 1 => model.ETag, _ => stale };

                    // Orleans reads the row first when it clears without an etag, so that is a clear of the current one.
                    var allowed = write ? etag == model.ETag : etag == model.ETag || etag is null;
                    var state = State($"step {step}", etag);
                    try
                    {
                        await (write ? storage.WriteStateAsync(Name, grain, state) : storage.ClearStateAsync(Name, grain, state));
                        Assert.True(allowed, $"step {step} was to be refused");
                        stale = model.ETag ?? stale;
                        model = write ? ($"step {step}", state.ETag) : (null, null);
                    }
                    catch (InconsistentStateException)
                    {
                        Assert.False(allowed, $"step {step} was to be accepted");
                    }

                    Assert.Equal(model.Reason, await stores.ReadReasonAsync(database, provider, grain));
                }
            },
            iter: 40, threads: 1);
}
