using System.Collections.Concurrent;
using Cashback.Support;
using CsCheck;
using Orleans.Storage;
using static Cashback.Storage.Tests.StoreFixture;

namespace Cashback.Storage.Tests;

/// <summary>
/// Many writers at once, each with grains of its own that it knows all about, and with births over which they quarrel:
/// the storage does what a dictionary of versions would.
/// </summary>
public sealed class LedgerModelTests(StoreFixture stores) : IClassFixture<StoreFixture>
{
    private const int Writers = 8, Contested = 6;

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Enum<Kind>(), Gen.Enum<Etag>(), Gen.Int[0, 1], Gen.Int[-4, Contested - 1], (kind, etag, own, birth) => new Step(kind, etag, own, birth));

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
    /// <param name="Birth">Which of the contested grains begins with the save; below 0: none.</param>
    private sealed record Step(Kind Kind, Etag Etag, int Own, int Birth);

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
                await Task.WhenAll(programmes.Select((steps, writer) => Task.Run(() => RunAsync(writer % 2 == 0 ? left : right, steps, contested, winners))));

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
            await (step.Kind == Kind.Clear ? ClearAsync(ledger, model, etag) : WriteAsync(ledger, model, etag, $"step {n}", step.Birth < 0 ? null : contested[step.Birth], winners));
            var read = await ledger.ReadAsync(model.Grain);
            Assert.Equal((model.Reason, model.ETag), (read.State!.Record?.Message.Reason, read.ETag));
        }
    }

    private static async Task WriteAsync(
        OwnLedger ledger, Model model, string? etag, string reason, GrainId? birth, ConcurrentDictionary<GrainId, string> winners)
    {
        var bornBefore = birth is { } before && winners.ContainsKey(before);
        var state = birth is { } child ? BatchTests.Bearing(reason, etag, child) : State(reason, etag);
        try
        {
            await ledger.WriteAsync(model.Grain, state);
            Assert.Equal(model.ETag, etag);
            Assert.False(bornBefore, "the birth was to be refused");
            Assert.True(birth is null || winners.TryAdd(birth.Value, reason), "one grain was born twice");
            model.Become(reason, state.ETag);
        }
        catch (InconsistentStateException)
        {
            Assert.NotEqual(model.ETag, etag);
        }
        catch (RecordExistsException e)
        {
            Assert.Equal(model.ETag, etag);
            Assert.Equal([birth!.Value], e.Existing);
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
            // The version of a cleared row can come again; a stale one must be none that is current.
            Stale = ETag is not null && ETag != etag ? ETag : "0";
            (Reason, ETag) = (reason, etag);
        }
    }
}
