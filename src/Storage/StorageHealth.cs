using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Cashback.Storage;

/// <summary>
/// Ready only while the store of record answers. The database is queried at most once a second, however often health is
/// checked.
/// </summary>
internal sealed class StorageHealth : IHealthCheck
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly ShortLivedCopy<HealthCheckResult> _recent;

    public StorageHealth(DbDataSource database) => _recent = new(Lifetime, TimeProvider.System, () => AskAsync(database));

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        _recent.GetAsync().WaitAsync(cancellationToken);

    private static async Task<HealthCheckResult> AskAsync(DbDataSource database)
    {
        using var bounded = new CancellationTokenSource(Timeout);
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
