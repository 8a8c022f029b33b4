using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cashback.Silo.Hosting;

/// <summary>Ready only while this silo is an active member of its cluster and the process is not stopping.</summary>
internal sealed class SiloHealth(ISiloStatusOracle silos, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(silos.CurrentStatus == SiloStatus.Active && !lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The silo is not active."));
}
