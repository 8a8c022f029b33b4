using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Storage;

namespace Cashback.Benchmarks.Host;

/// <summary>
/// Storage that keeps nothing: what is left is the cost of HTTP, grains and decisions, the ceiling of every storage.
/// A grain has its record as long as its activation lives.
/// </summary>
internal sealed class ForgetfulStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public static void PutUnder(IServiceCollection services)
    {
        foreach (var name in (string[])[StorageNames.Ledger, StorageNames.Records])
        {
            var real = services.Single(service => service.ServiceType == typeof(IGrainStorage) && Equals(service.ServiceKey, name));
            services.Remove(real);
            services.AddKeyedSingleton<IGrainStorage, ForgetfulStorage>(name);
        }

        services.Replace(ServiceDescriptor.Singleton<IReminderTable, ForgetfulReminders>());
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Task.CompletedTask;

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = true;
        grainState.ETag = "1";
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = false;
        grainState.ETag = null;
        return Task.CompletedTask;
    }
}

internal sealed class ForgetfulReminders : IReminderTable
{
    public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(new ReminderTableData());

    public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData());

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult<ReminderEntry?>(null);

    public Task<string?> UpsertRow(ReminderEntry entry) => Task.FromResult<string?>("1");

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Task.FromResult(true);

    public Task TestOnlyClearTable() => Task.CompletedTask;
}
