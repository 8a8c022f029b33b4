using Cashback.Silo.Hosting;
using Cashback.Silo.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Orleans.Runtime.Hosting;

namespace Cashback.Silo.Ledger;

internal static class LedgerHosting
{
    public static void AddGroupedLedger(this ISiloBuilder silo, CashbackSettings settings)
    {
        var services = silo.Services;
        services.TryAddSingleton(LedgerLimits.Default);
        services.AddSingleton<LedgerMetrics>();
        services.AddSingleton<ILedgerDatabase>(provider => settings.Storage.IsSqlite
            ? new SqliteLedger(provider.GetRequiredService<SqliteStore>(), SiloHosting.ServiceId)
            : new PostgresLedger(provider.GetRequiredService<NpgsqlDataSource>(), SiloHosting.ServiceId));
        services.AddGrainStorage(StorageNames.Ledger, (provider, _) => ActivatorUtilities.CreateInstance<LedgerStorage>(provider));
    }
}
