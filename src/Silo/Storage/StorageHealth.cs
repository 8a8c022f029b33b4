using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cashback.Silo.Storage;

/// <summary>Ready only while the store of record answers.</summary>
internal sealed class StorageHealth(DbDataSource database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1 FROM OrleansQuery LIMIT 1");
            await command.ExecuteScalarAsync(bounded.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The store of record can't be reached.");
        }
    }
}
