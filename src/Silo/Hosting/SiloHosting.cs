using System.Data.Common;
using System.Net;
using Cashback.Campaigns;
using Cashback.Messages;
using Cashback.Payouts;
using Cashback.Phones;
using Cashback.Silo.Development;
using Cashback.Gateways;
using Cashback.Ledger;
using Cashback.Programme;
using Cashback.Runs;
using Cashback.Purchases;
using Cashback.Silo.Rotation;
using Cashback.Storage.Development;
using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Reminders;

namespace Cashback.Silo.Hosting;

public static class SiloHosting
{
    /// <summary>The grains' service: part of every storage key, so it never changes.</summary>
    public const string ServiceId = "cashback";

    public const string ClusterId = "cashback";

    private const string Postgres = "Npgsql";

    /// <summary>
    /// Hosts the grains in this process: embedded in the API (sqlite), as a silo of a cluster (postgres), or in a test.
    /// Registers storage, clock, ids, secrets, calendar, settings, queries and the gateways to the outside.
    /// </summary>
    /// <exception cref="StartupException">A setting is missing or wrong.</exception>
    public static IHostApplicationBuilder AddCashbackSilo(this IHostApplicationBuilder builder)
    {
        // A storage call that blocks must not wait for the pool to grow by one thread a second. More threads than these only cost
        // context switches: 16 on two processors took a sixth more processor time for a postback than 4.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * Environment.ProcessorCount), ports);

        var settings = builder.AddCashbackCore();
        builder.AddCashbackGateways();
        builder.Services.AddSingleton<SmsBudget>();
        builder.Services.AddSingleton<SignInMetrics>();
        builder.Services.AddSingleton<MessageSender>();
        builder.Services.AddSingleton<Messenger>();
        builder.Services.AddSingleton<BillingCalls>();
        builder.Services.AddSingleton<OrderLineArchive>();
        builder.Services.AddSingleton<OutboxReceivers>();
        builder.Services.AddSingleton<WelcomeBoard>();
        builder.Services.AddSingleton<NumberHashes>();
        builder.Services.AddSingleton<SubscriberCodes>();
        builder.Services.AddSingleton<SubscriberLookups>();
        builder.Services.AddHostedService<SecretUses>();
        builder.Services.AddSingleton<ExpiredRecords>();
        builder.Services.AddSingleton<JournalArchive>();
        builder.Services.AddHostedService<Housekeeping>();
        builder.UseOrleans(silo =>
        {
            silo.AddStores(settings);
            silo.JoinCluster(settings);
            silo.KeepTime(settings, builder.Environment.IsDevelopment());
            if (builder.Configuration.TracesAreRead())
            {
                silo.AddActivityPropagation();
            }
        });
        builder.Services.AddHealthChecks().AddCheck<SiloHealth>("silo", tags: ["ready"]);
        return builder;
    }

    private static void AddStores(this ISiloBuilder silo, CashbackSettings settings)
    {
        var invariant = settings.Storage.IsSqlite ? SqliteStore.Invariant : Postgres;
        var serializer = new StateSerializer();
        silo.AddLedger(settings.Storage, ServiceId);
        silo.AddAdoNetGrainStorage(StorageNames.Records, (OptionsBuilder<AdoNetGrainStorageOptions> options) =>
            options.Configure<DbDataSource>((store, database) =>
            {
                store.Invariant = invariant;
                store.DataSource = database;
                store.GrainStorageSerializer = serializer;
                store.DeleteStateOnClear = true;
            }));

        silo.UseAdoNetReminderService(options => options.Configure<DbDataSource>((reminders, database) =>
        {
            reminders.Invariant = invariant;
            reminders.DataSource = database;
        }));
    }

    private static void JoinCluster(this ISiloBuilder silo, CashbackSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, ClusterId));
        var siloPort = Ports.Choose(settings.Cluster.SiloPort, "Cashback:Cluster:SiloPort");
        if (settings.Storage.IsSqlite)
        {
            // One process, with the API in it: no other silo can join.
            silo.UseLocalhostClustering(siloPort, gatewayPort: 0, serviceId: ServiceId, clusterId: ClusterId);
            return;
        }

        var gatewayPort = Ports.Choose(settings.Cluster.GatewayPort, "Cashback:Cluster:GatewayPort");
        silo.Configure<ClusterMembershipOptions>(options => options.ProbeTimeout = settings.Cluster.ProbeTimeout);
        silo.Configure<EndpointOptions>(options =>
        {
            options.SiloPort = siloPort;
            options.GatewayPort = gatewayPort;
            if (settings.Cluster.Address is { } address)
            {
                options.AdvertisedIPAddress = IPAddress.Parse(address);
            }
        });
        silo.UseAdoNetClustering(options => options.Configure<DbDataSource>((clustering, database) =>
        {
            clustering.Invariant = Postgres;
            clustering.DataSource = database;
        }));
    }

    /// <summary>
    /// Orleans' own timers use the system's clock; only reminders use the programme's, which Development can move.
    /// </summary>
    private static void KeepTime(this ISiloBuilder silo, CashbackSettings settings, bool development)
    {
        silo.Services.AddKeyedSingleton(KeyedService.AnyKey, (_, _) => TimeProvider.System);
        silo.Services.AddKeyedSingleton(
            ReminderTimeProviderNames.Reminders, (provider, _) => provider.GetRequiredService<TimeProvider>());
        if (!settings.Storage.IsSqlite || !development)
        {
            return;
        }

        silo.Services.AddSingleton<TouchedSubscribers>();
        silo.Services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<TouchedSubscribers>());
        silo.Services.TryAddSingleton(provider => new ClockDriver(
            provider.GetRequiredService<AdjustableClock>(),
            provider.GetRequiredService<ProgrammeClock>(),
            provider.GetRequiredService<SqliteStore>(),
            provider.GetRequiredService<TouchedSubscribers>(),
            provider.GetRequiredService<BackgroundRuns>(),
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<IOptions<ClusterOptions>>(),
            provider.GetRequiredService<ILogger<ClockDriver>>()));
    }
}
