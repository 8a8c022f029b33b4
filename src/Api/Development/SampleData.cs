using Cashback.Api.Catalogue;
using Cashback.Api.Operations;
using Cashback.Api.Problems;
using Cashback.Currencies;
using Cashback.Networks;

namespace Cashback.Api.Development;

/// <summary>
/// What Development begins with: the sample stores, the network that reports their orders with a key that everybody
/// knows, and exchange rates that hold on every day, wherever the clock is moved. Only where the network has no key yet.
/// </summary>
internal sealed partial class SampleData(
    IGrainFactory grains, CatalogueCache catalogue, StoreImport import, ILogger<SampleData> logger) : IHostedService
{
    private const string Network = "admitad";
    private const string NetworkKey = "sample-admitad-key";
    private const string File = "samples/stores.csv";

    private static readonly Dictionary<string, decimal> Rates = new() { ["USD"] = 90.50m, ["EUR"] = 98.20m };

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>What a silo that died was doing is silent for a while: the API waits for it, as it waits for its first silo.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await ImportAsync(cancellationToken);
                return;
            }
            catch (Exception failure) when (Outage.Is(failure) && !cancellationToken.IsCancellationRequested)
            {
                LogWaiting(failure.Message);
                await Task.Delay(Again, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        var network = grains.GetGrain<INetworkGrain>(GrainKeys.Network(Network));
        if (await network.GetAsync() is { Keys.Count: > 0 })
        {
            return;
        }

        await grains.GetGrain<IExchangeRatesGrain>(GrainKeys.ExchangeRates).PutStandingAsync(Rates);

        await using var stores = typeof(SampleData).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not built in.");
        var imported = await import.ImportAsync(await StoreCsv.OpenAsync(stores, cancellationToken), TextLanguage.English);
        await catalogue.GetAsync(fresh: true);

        // The key comes last: with it the samples are whole, and an import that was broken off begins anew.
        await network.PutAsync(null);
        await network.EnsureKeyAsync(NetworkKey);
        LogImported(imported.Imported, imported.Refused);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The programme does not answer yet, so the API waits with its start: {Why}")]
    private partial void LogWaiting(string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "Sample data: {Imported} stores, {Refused} lines refused.")]
    private partial void LogImported(int imported, int refused);
}
