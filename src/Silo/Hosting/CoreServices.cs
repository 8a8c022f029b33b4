using Cashback.Cards;
using Cashback.Certificates;
using Cashback.Claims;
using Cashback.Clicks;
using Cashback.Devices;
using Cashback.Programme;
using Cashback.Reconciliations;
using Cashback.Runs;
using Cashback.Silo.Rotation;
using Cashback.Storage;
using Orleans.Serialization;

namespace Cashback.Silo.Hosting;

/// <summary>What every process has, silo or client: settings, clock, ids, secrets, the store of record.</summary>
internal static class CoreServices
{
    public static CashbackSettings AddCashbackCore(this IHostApplicationBuilder builder)
    {
        var settings = builder.AddSettings();
        var services = builder.Services;
        services.AddSingleton(settings.Programme);
        services.AddSingleton(ProgrammeRules.From(settings.Programme));
        services.AddSingleton(new ProgrammeCalendar(TimeZoneInfo.FindSystemTimeZoneById(settings.Programme.TimeZone)));
        services.AddSingleton(provider => new BackgroundRuns(
            provider.GetRequiredService<ILogger<BackgroundRuns>>(),
            provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
        services.AddMetrics();
        services.AddSingleton<DeviceMetrics>();
        services.AddSingleton(provider => new CardRules(settings.Programme.Cards, provider.GetRequiredService<ProgrammeCalendar>()));
        services.AddSingleton(settings.Programme.Devices);
        services.AddSingleton(new ProgrammeLimits(
            settings.Programme.InsightsMonthsMax, settings.Programme.SmsPartsPerDay, settings.Programme.SettlementsAtOnce));
        services.AddSingleton<IOpenClaims, OpenClaimsList>();
        services.AddSingleton<IdSource>();
        services.AddSingleton<CertificateCodes>();
        services.AddSingleton<ReconciliationRuns>();
        services.AddSingleton(provider => new SecretCensus(
            provider.GetRequiredService<StoredRecords>(), provider.GetRequiredService<Secrets>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Resealing>();
        services.AddSingleton<IReconciliationRuns>(provider => provider.GetRequiredService<ReconciliationRuns>());
        services.AddSingleton<IStatisticsRuns>(provider => provider.GetRequiredService<ReconciliationRuns>());

        // Storage exceptions of a silo must reach its API as what they are: one that can't be serialised would look like a bug there.
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.UnionWith(["Npgsql", "Cashback"]));
        services.AddSingleton(provider =>
        {
            var keys = provider.GetRequiredService<Secrets>().ClickIds;
            return new ClickIds(keys.All, keys.Current);
        });
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.AddCashbackStorage(settings.Storage);
        builder.AddSecrets(settings);

        // Orleans logs its whole lifecycle at Information.
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);

        // Orleans uses it to place grains, and it logs every step.
        builder.Logging.AddFilter("Polly", LogLevel.Warning);

        // Its watchdog measures its first interval from the start of the machine, and warns of it.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // Under these names it logs the key of a record that failed, which can be a phone number; the exception comes through anyway.
        builder.Logging.AddFilter("Orleans.Storage.AdoNetGrainStorage", LogLevel.None);
        builder.Logging.AddFilter("Cashback.Ledger.LedgerStorage", LogLevel.None);
        return settings;
    }

    /// <summary>Traces go out only to an OTLP endpoint; without one calls carry no trace context.</summary>
    public static bool TracesAreRead(this IConfiguration configuration) => configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };

    private static void AddSecrets(this IHostApplicationBuilder builder, CashbackSettings settings)
    {
        if (SecretSettings.Of(settings) is { } secrets)
        {
            builder.Services.AddSingleton(secrets);
            return;
        }

        builder.Services.AddSingleton(
            provider => new Secrets(SecretSettings.Decode("Cashback:Secret", provider.GetRequiredService<DataFolder>().DevelopmentSecret())));
    }
}
