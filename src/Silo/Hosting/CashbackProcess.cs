using Cashback.Programme;
using Cashback.Storage;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Cashback.Silo.Hosting;

/// <summary>Runs a process of the installation from start to end, for the main programs.</summary>
public static class CashbackProcess
{
    /// <summary>
    /// Builds, prepares the storage, runs until stopped. What a person can mend (a setting, a folder, a database, a port)
    /// is one message on stderr and exit code 1; everything else is a bug and keeps its stack trace.
    /// </summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await using var app = build();
            await app.Services.GetRequiredService<StoragePreparation>().PrepareAsync();
            ListenCheck.Check(app.Configuration, app.Environment, app.Services.GetRequiredService<CashbackSettings>().Development);
            CheckUrls(app.Configuration["urls"]);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (StartupException.Describe(e) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>Builds it if all settings are right; with faults nothing is made of them.</summary>
    public static WebApplication BuildChecked(this WebApplicationBuilder builder)
    {
        var app = builder.Build();
        app.Services.CheckSettings();
        return app;
    }

    /// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it can do its work, the store of record included.</summary>
    public static void MapCashbackHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
    }

    // Kestrel would find out too, but only after the silo has started, and with a stack trace in the log.
    private static void CheckUrls(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = BindingAddress.Parse(url);
            if (!address.IsUnixPipe && address.Port > 0)
            {
                Ports.Choose(address.Port, "--urls");
            }
        }
    }
}
