using Cashback.Programme;
using Microsoft.Extensions.Options;

namespace Cashback.Silo.Hosting;

/// <summary>Reads the settings that decide which services a process has.</summary>
internal static class SettingsReader
{
    private const string Ledger = $"{CashbackSettings.Section}:Storage:Ledger";

    /// <returns>
    /// The settings; if they have a fault, the defaults, so that everything can be registered and the faults of all sections are
    /// reported together (<see cref="CheckedSettings"/>), before any service is made.
    /// </returns>
    public static CashbackSettings AddSettings(this IHostApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        builder.Services.AddCheckedSettings<CashbackSettings>(CashbackSettings.Section)
            .Configure(settings => Complete(settings, configuration))
            .Validate(
                settings => settings.HasSecret || (settings.Storage.IsSqlite && builder.Environment.IsDevelopment()),
                "Cashback:Secret is not set (environment variable Cashback__Secret). All processes of an installation need the same; "
                + "make it once with: openssl rand -base64 32")

            // Version 0.1 could save the ledger through Orleans' provider. In a database of that kind every subscriber would seem new.
            .Validate(
                _ => configuration[Ledger] is null or "grouped",
                $"{Ledger} is '{configuration[Ledger]}', but the setting no longer exists: every ledger is saved as 'grouped' was. Remove it.");
        var settings = Read(configuration) ?? new CashbackSettings();
        builder.Services.AddSingleton(settings);
        return settings;
    }

    private static CashbackSettings? Read(IConfiguration configuration)
    {
        var settings = new CashbackSettings();
        try
        {
            CheckedSettings.Bind(settings, configuration.GetSection(CashbackSettings.Section));
        }
        catch (OptionsValidationException)
        {
            return null;
        }

        Complete(settings, configuration);
        return settings.Faults().Any() ? null : settings;
    }

    private static void Complete(CashbackSettings settings, IConfiguration configuration) =>
        settings.Storage.Postgres ??= configuration["CASHBACK_POSTGRES"];
}
