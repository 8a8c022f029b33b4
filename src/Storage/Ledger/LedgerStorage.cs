using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cashback.Storage;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Cashback.Ledger;

/// <summary>
/// The storage of the ledger. Saves of all grains of this silo share transactions, which also write their
/// <see cref="JoinedWrites"/>. Each caller gets the result of its own row, after the commit.
/// </summary>
internal sealed class LedgerStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly LedgerWriter[] _writers;
    private readonly LedgerReader _reader;
    private readonly IActivatorProvider _activators;

    public LedgerStorage(
        ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, IActivatorProvider activators, ILoggerFactory logs)
    {
        _activators = activators;
        _writers = [.. Enumerable.Range(0, database.Writers).Select(_ => new LedgerWriter(database, limits, metrics,
            logs.CreateLogger<LedgerWriter>()))];
        _reader = new(database, limits, metrics, logs.CreateLogger<LedgerReader>());
        metrics.Observe(
            () => _writers.Select((writer, n) => new Measurement<int>(writer.Waiting, new KeyValuePair<string, object?>("writer", n))));
    }

    // Started before any grain and stopped after the last, so that saves during deactivation are still written.
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(LedgerStorage), ServiceLifecycleStage.RuntimeStorageServices, StartAsync, StopAsync);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var read = new Read(stateName, SaveFactory.KeyOf(grainId));
        await _reader.EnqueueAsync(read);
        var row = await read.Task.WaitAsync(cancellationToken);
        if (row.Payload is { } payload)
        {
            grainState.State = JsonSerializer.Deserialize(payload, (JsonTypeInfo<T>)StateJson.Options.GetTypeInfo(typeof(T)))!;
            (grainState.ETag, grainState.RecordExists) = (SaveFactory.ETagOf(row.Version), true);
            return;
        }

        Empty(grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <param name="cancellationToken">Cancels a save that is still in the queue; one whose transaction has begun is written.</param>
    /// <exception cref="InconsistentStateException">The record is not at the version that was read.</exception>
    /// <exception cref="RecordExistsException">A record that was to be inserted exists; nothing of this save was written.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var save = SaveFactory.Of(stateName, grainId, grainState, cancellationToken);
        await WriterOf(save).EnqueueAsync(save);

        // Continues on the grain's scheduler directly: one hop from the writer, not two.
        var version = await save.Task;
        (grainState.ETag, grainState.RecordExists) = (SaveFactory.ETagOf(version), true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var clear = SaveFactory.ClearOf(stateName, grainId, grainState, cancellationToken);
        await WriterOf(clear).EnqueueAsync(clear);
        await clear.Task;
        Empty(grainState);
    }

    public void Dispose()
    {
        foreach (var writer in _writers)
        {
            writer.Dispose();
        }

        _reader.Dispose();
    }

    private LedgerWriter WriterOf(Save save) => _writers[(uint)save.Own.Key.GetHashCode(StringComparison.Ordinal) % _writers.Length];

    private void Empty<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        (grainState.ETag, grainState.RecordExists) = (null, false);
    }

    internal Task StartAsync(CancellationToken cancellation) =>
        Task.WhenAll([.. _writers.Select(writer => writer.StartAsync(cancellation)), _reader.StartAsync(cancellation)]);

    internal async Task StopAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_writers.Select(writer => writer.StopAsync(cancellation)));
        await _reader.StopAsync(cancellation);
    }
}
