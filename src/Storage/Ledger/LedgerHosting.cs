using Cashback.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Orleans.Runtime.Hosting;

namespace Cashback.Ledger;

internal static class LedgerHosting
{
    public static void AddLedger(this ISiloBuilder silo, StorageSettings settings, string serviceId)
    {
        var services = silo.Services;
        services.TryAddSingleton(LedgerLimits.Default);
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<ILedgerDatabase>(provider => settings.IsSqlite
            ? new SqliteLedger(provider.GetRequiredService<SqliteStore>(), serviceId)
            : new PostgresLedger(provider.GetRequiredService<NpgsqlDataSource>(), serviceId));
        services.AddGrainStorage(StorageNames.Ledger, (provider, _) => ActivatorUtilities.CreateInstance<LedgerStorage>(provider));
    }
}
