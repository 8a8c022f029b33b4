using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cashback.Support;

/// <summary>Where a write is made to fail.</summary>
public enum FaultPoint
{
    /// <summary>Nothing reached the store.</summary>
    BeforeCommit,

    /// <summary>The store has it, but the caller never learns: a lost answer.</summary>
    AfterCommit,
}

/// <summary>Failures to come in the storage that grains see. The real store stays beneath.</summary>
public sealed class StorageFaults
{
    private readonly ConcurrentDictionary<string, int> _writes = new();
    private readonly ConcurrentDictionary<string, int> _reads = new();
    private readonly ConcurrentDictionary<(string State, int Write), FaultPoint> _plan = new();
    private readonly ConcurrentDictionary<string, Task> _held = new();
    private readonly ConcurrentDictionary<string, Func<Exception?>> _failedReads = new();
    private volatile bool _away;

    /// <summary>Every read and write fails while true: the store of record is away.</summary>
    public bool Away
    {
        get => _away;
        set => _away = value;
    }

    /// <summary>How many writes of a state there were so far, over all grains, failed ones included.</summary>
    public int WritesOf(string stateName) => _writes.GetValueOrDefault(stateName);

    /// <summary>How many reads of a state there were so far, over all grains.</summary>
    public int ReadsOf(string stateName) => _reads.GetValueOrDefault(stateName);

    /// <summary>Fails one write of a state: the <paramref name="nth"/> from now, 1 being the next.</summary>
    public void FailWrite(string stateName, FaultPoint point, int nth = 1) => _plan[(stateName, WritesOf(stateName) + nth)] = point;

    /// <summary>Fails the reads of a state for which there is an exception; without any failure: no more.</summary>
    public void FailReads(string stateName, Func<Exception?>? failure)
    {
        if (failure is null)
        {
            _failedReads.TryRemove(stateName, out _);
        }
        else
        {
            _failedReads[stateName] = failure;
        }
    }

    /// <summary>Holds the writes of a state up until the task ends: requests stay in flight.</summary>
    public void Hold(string stateName, Task until) => _held[stateName] = until;

    /// <summary>Whether planned failures have not happened yet.</summary>
    public bool Pending => !_plan.IsEmpty;

    /// <summary>Puts the failures over the storage that grains will see; to be called once all services are registered.</summary>
    public void PutOver(IServiceCollection services)
    {
        foreach (var name in (string[])[StorageNames.Ledger, StorageNames.Records])
        {
            var real = services.Single(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name));
            services.Remove(real);
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) =>
                new FaultyStorage((IGrainStorage)real.KeyedImplementationFactory!(provider, name), this));
        }

        // As the real ones: what they throw is told by whoever called, if it is told at all.
        services.AddLogging(logging => logging.AddFilter(typeof(FaultyStorage).FullName, LogLevel.None));
    }

    internal void Read(string stateName) => _reads.AddOrUpdate(stateName, 1, (_, count) => count + 1);

    internal Task Held(string stateName) => _held.GetValueOrDefault(stateName, Task.CompletedTask);

    internal Exception? FailureOfRead(string stateName) => _failedReads.GetValueOrDefault(stateName)?.Invoke();

    internal FaultPoint? Next(string stateName)
    {
        var write = _writes.AddOrUpdate(stateName, 1, (_, count) => count + 1);
        return _plan.TryRemove((stateName, write), out var point) ? point : null;
    }
}

/// <summary>The storage a grain sees: the real one, with the failures of <see cref="StorageFaults"/>.</summary>
internal sealed class FaultyStorage(IGrainStorage real, StorageFaults faults) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => (real as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        faults.Read(stateName);
        ThrowIfAway();
        if (faults.FailureOfRead(stateName) is { } failure)
        {
            throw failure;
        }

        return real.ReadStateAsync(stateName, grainId, grainState);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        FailAsync(stateName, () => real.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        FailAsync(stateName, () => real.ClearStateAsync(stateName, grainId, grainState));

    private async Task FailAsync(string stateName, Func<Task> write)
    {
        ThrowIfAway();
        await faults.Held(stateName);
        var fault = faults.Next(stateName);
        if (fault == FaultPoint.BeforeCommit)
        {
            throw new TimeoutException($"Planned: a write of '{stateName}' failed before its commit.");
        }

        await write();
        if (fault == FaultPoint.AfterCommit)
        {
            throw new TimeoutException($"Planned: a write of '{stateName}' was committed, its answer lost.");
        }
    }

    private void ThrowIfAway()
    {
        if (faults.Away)
        {
            throw new TimeoutException("Planned: the store of record is away.");
        }
    }
}
