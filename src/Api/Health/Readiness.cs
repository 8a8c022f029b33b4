using Cashback.Api.Facade;
using Cashback.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Health;

/// <summary>
/// Ready: this process is not on its way out, and a silo answers that it can read the store of record. It is asked once a
/// second at the most, however many ask this.
/// </summary>
internal sealed class Readiness : IHealthCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly IHostApplicationLifetime _lifetime;
    private readonly ShortLivedCopy<HealthCheckResult> _recent;

    public Readiness(IGrainFactory grains, IHostApplicationLifetime lifetime)
    {
        _lifetime = lifetime;
        _recent = new(Lifetime, TimeProvider.System, () => ProbeAsync(grains));
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _lifetime.ApplicationStopping.IsCancellationRequested
            ? Task.FromResult(HealthCheckResult.Unhealthy("This process is shutting down."))
            : _recent.GetAsync().WaitAsync(cancellationToken);

    private static async Task<HealthCheckResult> ProbeAsync(IGrainFactory grains)
    {
        try
        {
            await grains.GetGrain<IStoreProbeGrain>(GrainKeys.StoreProbe).ReadAsync().WaitAsync(Timeout, TimeProvider.System);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure)
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
