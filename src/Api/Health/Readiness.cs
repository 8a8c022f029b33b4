using Cashback.Api.Facade;
using Cashback.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Health;

/// <summary>Ready: this process is not on its way out, and a silo answers that it can read the store of record.</summary>
internal sealed class Readiness(IGrainFactory grains, IHostApplicationLifetime lifetime) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("This process is shutting down.");
        }

        try
        {
            await grains.GetGrain<IStoreProbeGrain>(GrainKeys.StoreProbe).ReadAsync().WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The store of record can't be reached.", failure);
        }
    }
}

/// <summary>Holds the shutdown up for a moment: readiness says no already, and requests that a proxy still sends are served.</summary>
internal sealed class DrainDelay(IOptions<FacadeSettings> settings) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        Task.Delay(settings.Value.DrainDelay, TimeProvider.System, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
