using System.Globalization;
using Cashback.Api.Auth;
using Cashback.Programme;
using Cashback.Silo.Hosting;
using Cashback.Silo.Logging;
using Cashback.Silo.Rotation;
using Cashback.Storage;
using Microsoft.Extensions.Logging.Console;

namespace Cashback.Api.Hosting;

/// <summary>
/// <c>Cashback.Api secrets status</c> says what still hangs on which master secret; <c>secrets reseal [--dry-run]</c> seals
/// anew what can be. With the settings of the API that it stands beside: as a client of the cluster, or, with the embedded
/// default, while the programme is stopped.
/// </summary>
public static class SecretsCommand
{
    public const string Name = "secrets";
    private const string Status = "status";
    private const string Reseal = "reseal";
    private const string DryRun = "--dry-run";

    /// <returns>The exit code: 0, 1 if it can't start as things are, 2 if it was called wrongly.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var dryRun = args.Contains(DryRun);
        if (args is not [Name, Status or Reseal, ..] || (dryRun && args[1] is not Reseal))
        {
            await errors.WriteLineAsync($"usage: Cashback.Api {Name} {Status} | {Name} {Reseal} [{DryRun}], and settings as the API takes them.");
            return 2;
        }

        try
        {
            await using var app = Build([.. args.Skip(2).Where(arg => arg != DryRun)]);
            await app.Services.GetRequiredService<StoragePreparation>().PrepareAsync();
            await app.StartAsync();
            await RunAsync(app.Services, reseal: args[1] is Reseal && !dryRun, output, errors);
            await app.StopAsync();
            return 0;
        }
        catch (Exception e) when (StartupException.Describe(e) is { } message)
        {
            await errors.WriteLineAsync(message);
            return 1;
        }
    }

    /// <summary>The programme without the facade: nothing listens.</summary>
    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddMaskedConsole();

        // What is asked for is the only output: warnings go where errors go.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddProgramme();
        builder.Services.AddCheckedSettings<OperationsSettings>(OperationsSettings.Section);
        return builder.BuildChecked();
    }

    private static async Task RunAsync(IServiceProvider services, bool reseal, TextWriter output, TextWriter errors)
    {
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        if (reseal)
        {
            var sealedAnew = await services.GetRequiredService<Resealing>().RunAsync(new WrittenProgress(errors, "{0} records sealed anew", 100), lifetime);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sealedAnew} records were sealed anew."));
        }

        var operators = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<OperationsSettings>>().Value.Keys
            .Select(key => (key.Key, OperationsSettings.Read(key.Value).KeyId)).ToList();
        var report = await services.GetRequiredService<SecretCensus>().CountAsync(operators, new WrittenProgress(errors, "{0} records read", 1), lifetime);
        await output.WriteAsync(SecretReportText.Of(report));
    }

    /// <summary>In order, unlike <see cref="Progress{T}"/>, and not each of them.</summary>
    private sealed class WrittenProgress(TextWriter output, string text, int every) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % every == 0)
            {
                output.WriteLine(text.Replace("{0}", value.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            }
        }
    }
}
