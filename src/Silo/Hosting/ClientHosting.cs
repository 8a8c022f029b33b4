using System.Data.Common;
using Cashback.Programme;
using Orleans.Configuration;

namespace Cashback.Silo.Hosting;

public static class ClientHosting
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a client waits for the answer of a silo, which a killed one never gives. More than the ten seconds that a grain
    /// may wait for an external service.
    /// </summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Connects this process, an API of a cluster, to its silos through PostgreSQL's membership table. It waits for the first
    /// silo at start. Registers what <see cref="SiloHosting.AddCashbackSilo"/> does, but the grains, the gateways and the clock's driver.
    /// </summary>
    /// <exception cref="StartupException">A setting is missing or wrong, or the storage is not a cluster's.</exception>
    public static IHostApplicationBuilder AddCashbackClusterClient(this IHostApplicationBuilder builder)
    {
        builder.AddCashbackCore();
        builder.Services.AddOptions<CashbackSettings>().Validate(
            settings => !settings.Storage.IsSqlite,
            "Cashback:Storage:Provider is 'sqlite', which serves one process only; an API apart from its silos needs 'postgres'.");
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(
                options => (options.ServiceId, options.ClusterId) = (SiloHosting.ServiceId, SiloHosting.ClusterId));
            client.UseAdoNetClustering(options => options.Configure<DbDataSource>((clustering, database) =>
            {
                clustering.Invariant = "Npgsql";
                clustering.DataSource = database;
            }));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.UseConnectionRetryFilter(async (_, cancellation) =>
            {
                await Task.Delay(RetryEvery, cancellation);
                return true;
            });
            if (builder.Configuration.TracesAreRead())
            {
                client.AddActivityPropagation();
            }
        });
        return builder;
    }
}
