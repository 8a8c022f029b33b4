using System.Collections.Concurrent;
using Cashback.Support;
using CsCheck;
using Orleans.Storage;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>
/// Many writers at once, each with grains of its own and a model of them, and with joined records that several of them insert:
/// the storage behaves like a dictionary of versions.
/// </summary>
public sealed class LedgerModelTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const int Writers = 8, Contested = 6;

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Enum<Kind>(), Gen.Enum<Etag>(), Gen.Int[0, 1], Gen.Int[-4, Contested - 1],
        (kind, etag, own, joined) => new Step(kind, etag, own, joined));

    public enum Kind
    {
        Write,
        WriteAgain,
        Clear,
    }

    public enum Etag
    {
        Current,
        None,
        Stale,
    }

    /// <param name="Own">Which of the writer's grains.</param>
    /// <param name="Joined">Which of the contested records is inserted with the save; below 0: none.</param>
    private sealed record Step(Kind Kind, Etag Etag, int Own, int Joined);

    [Theory, CombinatorialDatabases]
    public async Task Any_parallel_writers_agree_with_their_models(Database database)
    {
        await using var left = await OwnLedger.StartAsync(stores.Services(database), writers: 2);
        await using var right = await OwnLedger.StartAsync(stores.Services(database));
        await AnyStep.Array[1, 12].Array[Writers].SampleAsync(
            async programmes =>
            {
                var contested = Enumerable.Range(0, Contested).Select(_ => stores.NewGrain()).ToArray();
                var winners = new ConcurrentDictionary<GrainId, string>();
                await Task.WhenAll(
                    programmes.Select((steps, writer) => Task.Run(
                        () => RunAsync(writer % 2 == 0 ? left : right, steps, contested, winners))));

                foreach (var grain in contested)
                {
                    Assert.Equal(winners.ContainsKey(grain) ? "child" : null, await left.ReasonAsync(grain));
                }
            },
            iter: 30, threads: 1);
    }

    private async Task RunAsync(OwnLedger ledger, Step[] steps, GrainId[] contested, ConcurrentDictionary<GrainId, string> winners)
    {
        var models = Enumerable.Range(0, 2).Select(_ => new Model(stores.NewGrain())).ToArray();
        foreach (var (step, n) in steps.Select((step, n) => (step, n)))
        {
            var model = models[step.Own];
            var etag = step.Etag switch { Etag.Current => model.ETag, Etag.None => null, _ => model.Stale };
            await (step.Kind == Kind.Clear ? ClearAsync(ledger, model, etag) : WriteAsync(ledger, model, etag, $"step {n}",
                step.Joined < 0 ? null : contested[step.Joined], winners));
            var read = await ledger.ReadAsync(model.Grain);
            Assert.Equal((model.Reason, model.ETag), (read.State!.Record?.Message.Reason, read.ETag));
        }
    }

    private static async Task WriteAsync(
        OwnLedger ledger, Model model, string? etag, string reason, GrainId? joined, ConcurrentDictionary<GrainId, string> winners)
    {
        var bornBefore = joined is { } before && winners.ContainsKey(before);
        var state = joined is { } child ? BatchTests.WithJoined(reason, etag, child) : State(reason, etag);
        try
        {
            await ledger.WriteAsync(model.Grain, state);
            Assert.Equal(model.ETag, etag);
            Assert.False(bornBefore, "the joined was to be refused");
            Assert.True(joined is null || winners.TryAdd(joined.Value, reason), "one grain was born twice");
            model.Become(reason, state.ETag);
        }
        catch (InconsistentStateException)
        {
            Assert.NotEqual(model.ETag, etag);
        }
        catch (RecordExistsException e)
        {
            Assert.Equal(model.ETag, etag);
            Assert.Equal([joined!.Value], e.Existing);
        }
    }

    private static async Task ClearAsync(OwnLedger ledger, Model model, string? etag)
    {
        try
        {
            await ledger.Storage.ClearStateAsync(OwnLedger.Name, model.Grain, State("", etag));
            Assert.True(etag is null || etag == model.ETag, "the clear was to be refused");
            model.Become(null, null);
        }
        catch (InconsistentStateException)
        {
            Assert.NotEqual(model.ETag, etag);
        }
    }

    private sealed class Model(GrainId grain)
    {
        public GrainId Grain => grain;

        public string? Reason { get; private set; }

        public string? ETag { get; private set; }

        public string Stale { get; private set; } = "0";

        public void Become(string? reason, string? etag)
        {
            // The version of a cleared row can occur again; a stale version must differ from the current one.
            Stale = ETag is not null && ETag != etag ? ETag : "0";
            (Reason, ETag) = (reason, etag);
        }
    }
}
