using System.Diagnostics.Metrics;
using System.Text.Json;
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
    private readonly TimeProvider _clock;

    public LedgerStorage(
        ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, IActivatorProvider activators, TimeProvider clock,
        ILoggerFactory logs)
    {
        (_activators, _clock) = (activators, clock);
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
            grainState.State = Deserialize<T>(grainId, row, payload);
            (grainState.ETag, grainState.RecordExists) = (SaveFactory.ETagOf(row.LastVersion ?? row.Version), true);
            if (grainState.State is IStored { Content: IJournaled record } stored)
            {
                stored.Journal = new JournalPosition(
                    record, row.Version, payload.Length, row.Changes.Length, row.Changes.Sum(change => change.Length));
            }

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
        var save = SaveFactory.Of(stateName, grainId, grainState, _clock.GetUtcNow(), cancellationToken);
        var stored = grainState.State as IStored;
        var record = stored?.Content as IJournaled;
        var (whole, change) = (save.Own.Payload.Length, save.Change?.Length ?? 0);
        await WriterOf(save).EnqueueAsync(save);

        // Continues on the grain's scheduler directly: one hop from the writer, not two.
        var version = await save.Task;
        if (record is not null)
        {
            stored!.Journal = whole > 0 ? new JournalPosition(record, version, whole) : stored.Journal!.After(record, change);
        }

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

    /// <exception cref="OrleansException">What is stored is damaged, or a part of it is missing.</exception>
    private static T Deserialize<T>(GrainId grain, in StoredRow row, byte[] payload)
    {
        try
        {
            return row.HasGap
                ? throw new JsonException($"Its journal has a gap between version {row.Version} and version {row.LastVersion}.")
                : JournalFold.Read<T>(payload, row.Changes);
        }
        catch (JsonException e)
        {
            throw new OrleansException($"The stored record of {grain} can't be read. {e.Message}", e);
        }
    }

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
