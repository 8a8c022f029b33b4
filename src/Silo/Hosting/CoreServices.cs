using System.Data.Common;
using Cashback.Cards;
using Cashback.Certificates;
using Cashback.Clicks;
using Cashback.Devices;
using Cashback.Programme;
using Cashback.Queries;
using Cashback.Reconciliations;
using Cashback.Silo.Clock;
using Cashback.Silo.Reconciliations;
using Cashback.Silo.Rotation;
using Cashback.Silo.Storage;
using Cashback.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using Orleans.Serialization;

namespace Cashback.Silo.Hosting;

/// <summary>What every process has, silo or client: settings, clock, ids, secrets, the store of record.</summary>
internal static class CoreServices
{
    /// <summary>With prepared statements and a bounded pool PostgreSQL does nearly twice as much.</summary>
    private const int PoolSizeMax = 32;
    private const int AutoPrepareMax = 64;

    public static CashbackSettings AddCashbackCore(this IHostApplicationBuilder builder)
    {
        var settings = SettingsReader.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton(settings.Programme);
        services.AddSingleton(ProgrammeRules.From(settings.Programme));
        services.AddSingleton(new ProgrammeCalendar(TimeZoneInfo.FindSystemTimeZoneById(settings.Programme.TimeZone)));
        services.AddSingleton<BackgroundRuns>();
        services.AddMetrics();
        services.AddSingleton<DeviceMetrics>();
        services.AddSingleton(provider => new CardRules(settings.Programme.Cards, provider.GetRequiredService<ProgrammeCalendar>()));
        services.AddSingleton(settings.Programme.Devices);
        services.AddSingleton(new LedgerTraits(TakesBirths: settings.Storage.Ledger == StorageSettings.Grouped));
        services.AddSingleton<IdSource>();
        services.AddSingleton<CertificateCodes>();
        services.AddSingleton<ReconciliationRuns>();
        services.AddSingleton(provider => new SecretCensus(
            provider.GetRequiredService<StoredRecords>(), provider.GetRequiredService<Secrets>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Resealing>();
        services.AddSingleton<IStatisticsRuns>(provider => provider.GetRequiredService<ReconciliationRuns>());

        // So that an API learns from its silo that the store is away: an exception that can't cross would look like a bug there.
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.UnionWith(["Npgsql", "Cashback"]));
        services.AddSingleton(provider =>
        {
            var keys = provider.GetRequiredService<Secrets>().ClickIds;
            return new ClickIds(keys.All, keys.Current);
        });
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        if (settings.Storage.IsSqlite)
        {
            builder.AddSqlite(settings);
        }
        else
        {
            builder.AddPostgres(settings);
        }

        builder.AddSecrets(settings);
        services.AddHostedService(provider => provider.GetRequiredService<StoragePreparation>());
        services.AddSingleton<StorageHealth>();
        services.AddHealthChecks().AddCheck<StorageHealth>("storage", tags: ["ready"]);

        // Orleans tells its whole life at Information.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);

        // Orleans places grains through it, and it tells of every step.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // Its watchdog measures its very first round from the machine's start, and warns of it.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // Under these names it logs the key of a record that failed, which can be a phone number; the exception comes through anyway.
        builder.Logging.AddFilter("Orleans.Storage.AdoNetGrainStorage", LogLevel.None);
        builder.Logging.AddFilter("Cashback.Silo.Ledger.LedgerStorage", LogLevel.None);
        return settings;
    }

    /// <summary>Traces go out only to an OTLP endpoint; without one no call carries them along.</summary>
    public static bool TracesAreRead(this IConfiguration configuration) => configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };

    private static void AddSqlite(this IHostApplicationBuilder builder, CashbackSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(_ => DataFolder.Open(settings.Storage.Data));
        services.AddSingleton(provider => new SqliteStore(provider.GetRequiredService<DataFolder>().Database));
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<StoragePreparation, SqlitePreparation>();

        // Queries read past the gate: with a write-ahead log readers do not wait for the writer, nor it for them.
        services.AddSingleton<IRecordQueries>(provider =>
            new RecordQueries(SqliteFactory.Instance.CreateDataSource(provider.GetRequiredService<SqliteStore>().ConnectionString)));
        services.AddSingleton<IAuditQueries>(provider =>
            new AuditQueries(SqliteFactory.Instance.CreateDataSource(provider.GetRequiredService<SqliteStore>().ConnectionString)));
        services.AddSingleton(provider =>
            new StoredRecords(SqliteFactory.Instance.CreateDataSource(provider.GetRequiredService<SqliteStore>().ConnectionString)));
        services.AddSingleton<IQuarantineQueries>(provider =>
            new QuarantineQueries(SqliteFactory.Instance.CreateDataSource(provider.GetRequiredService<SqliteStore>().ConnectionString)));

        if (!builder.Environment.IsDevelopment())
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton(provider => new ProgrammeClock(provider.GetRequiredService<SqliteStore>()));
            return;
        }

        services.AddSingleton<AdjustableClock>();
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<AdjustableClock>());
        services.AddSingleton<ProgrammeClock>();
    }

    private static void AddPostgres(this IHostApplicationBuilder builder, CashbackSettings settings)
    {
        var connection = new NpgsqlConnectionStringBuilder(settings.Storage.Postgres)
        {
            MaxAutoPrepare = AutoPrepareMax,
            AutoPrepareMinUsages = 2,
            ApplicationName = "cashback",
        };
        if (!connection.ContainsKey("Maximum Pool Size"))
        {
            connection.MaxPoolSize = PoolSizeMax;
        }

        var services = builder.Services;
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(connection.ConnectionString).Build());
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddSingleton<StoragePreparation, PostgresPreparation>();
        services.AddSingleton<IRecordQueries>(provider => new RecordQueries(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IAuditQueries>(provider => new AuditQueries(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<IQuarantineQueries>(provider => new QuarantineQueries(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(provider => new StoredRecords(provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton(TimeProvider.System);
    }

    private static void AddSecrets(this IHostApplicationBuilder builder, CashbackSettings settings)
    {
        if (SecretSettings.Of(settings) is { } secrets)
        {
            builder.Services.AddSingleton(secrets);
            return;
        }

        if (!settings.Storage.IsSqlite || !builder.Environment.IsDevelopment())
        {
            throw new StartupException(
                "Cashback:Secret is not set (environment variable Cashback__Secret). All processes of an installation need the same; " +
                "make it once with: openssl rand -base64 32");
        }

        builder.Services.AddSingleton(provider => new Secrets(provider.GetRequiredService<DataFolder>().DevelopmentSecret()));
    }
}
