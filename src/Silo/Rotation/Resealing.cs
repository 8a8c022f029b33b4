using Cashback.Certificates;
using Cashback.Installations;
using Cashback.Networks;
using Cashback.Subscribers;

namespace Cashback.Silo.Rotation;

/// <summary>
/// Reseals with the current master secret what an older one has sealed. Can be interrupted and repeated, also while the service
/// runs.
/// </summary>
public sealed class Resealing(IGrainFactory grains, SecretCensus census)
{
    private const int AtOnce = 16;

    /// <param name="progress">Receives the number of records done.</param>
    /// <returns>How many records were resealed.</returns>
    public async Task<int> RunAsync(IProgress<long>? progress, CancellationToken cancellation)
    {
        await grains.GetGrain<IInstallationGrain>(GrainKeys.Installation).ResealAsync();
        var stale = await census.ListStaleAsync(cancellation);
        var done = 0L;
        await Parallel.ForEachAsync(stale, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (one, _) =>
        {
            await ResealAsync(one.State, one.Key);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return stale.Count;
    }

    private Task ResealAsync(string state, string key) => state switch
    {
        StateNames.Network => grains.GetGrain<INetworkGrain>(key).ResealAsync(),
        StateNames.Subscriber => grains.GetGrain<ISubscriberOperationsGrain>(key).ResealAsync(),
        StateNames.CertificatePage => grains.GetGrain<ICertificatePageGrain>(key).ResealAsync(),
        _ => throw new InvalidOperationException($"Nothing of the state '{state}' is sealed."),
    };
}
