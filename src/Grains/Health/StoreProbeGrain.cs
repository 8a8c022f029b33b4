using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Cashback.Health;

/// <summary>One on each silo, so that the answer is about the silo that gives it.</summary>
[StatelessWorker(1)]
internal sealed class StoreProbeGrain([FromKeyedServices(StorageNames.Records)] IGrainStorage storage) : Grain, IStoreProbeGrain
{
    private const string NeverSaved = "probe";

    public Task ReadAsync() => storage.ReadStateAsync(NeverSaved, this.GetGrainId(), new GrainState<object>());
}
