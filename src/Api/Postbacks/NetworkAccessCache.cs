using System.Collections.Concurrent;
using System.Net;
using Cashback.Networks;

namespace Cashback.Api.Postbacks;

/// <summary>
/// The networks as the facade knows them, each at most two seconds old: a revoked key stops working within seconds,
/// and a busy network costs no call to its grain for each message.
/// </summary>
public sealed partial class NetworkAccessCache(
    IGrainFactory grains, Secrets secrets, TimeProvider clock, ILogger<NetworkAccessCache> log) : IDisposable
{
    private const int UnknownReadsMax = 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(2);
    private readonly KeyRing _keys = secrets.ApiKeys;
    private readonly KeyRing _signatures = secrets.NetworkSignatures;
    private readonly ConcurrentDictionary<string, ShortLivedCopy<KnownNetwork?>> _known = new(StringComparer.Ordinal);

    // Unknown names are looked up a few at a time, so that they keep neither the store nor the networks it knows busy.
    private readonly SemaphoreSlim _unknownReads = new(UnknownReadsMax);

    /// <summary>
    /// The network if the key is one of its keys and the address one of its own, else null: an unknown network looks like
    /// a wrong key. Whether a message is signed right is still to be checked.
    /// </summary>
    public async ValueTask<KnownNetwork?> RecognizeAsync(string network, string key, IPAddress? from)
    {
        if (key.Length > NetworkKeyHash.SecretLengthMax || await FindAsync(network) is not { } known)
        {
            return null;
        }

        var found = known.FindKey(NetworkKeyHash.OfEach(_keys, known.KeyIds, network, key), clock.GetUtcNow());
        if (!(found is not null & known.AdmitsAddress(from)))
        {
            return null;
        }

        if (found!.KeyId != _keys.Current)
        {
            await RekeyAsync(network, found, NetworkKeyHash.Of(_keys, network, key));
        }

        return known;
    }

    /// <summary>Null if there is no such network.</summary>
    public async ValueTask<NetworkDescription?> DescribeAsync(string network) => (await FindAsync(network))?.Description;

    public void Dispose() => _unknownReads.Dispose();

    /// <summary>
    /// Only who has the key can make its hash with the current secret, and here it is. Once: the network is read anew then. A
    /// message is not refused because this fails; the next one tries again.
    /// </summary>
    private async Task RekeyAsync(string network, KeyedHash known, KeyedHash next)
    {
        try
        {
            await grains.GetGrain<INetworkGrain>(GrainKeys.Network(network)).RekeyAsync(known, next);
            _known.TryRemove(network, out _);
        }
        catch (Exception failure)
        {
            LogNotRekeyed(failure, network);
        }
    }

    private async ValueTask<KnownNetwork?> FindAsync(string network)
    {
        if (!NetworkIds.IsId(network))
        {
            return null;
        }

        if (_known.TryGetValue(network, out var known))
        {
            return await known.GetAsync();
        }

        return await LookUpAsync(network);
    }

    private async Task<KnownNetwork?> LookUpAsync(string network)
    {
        await _unknownReads.WaitAsync();
        try
        {
            var copy = new ShortLivedCopy<KnownNetwork?>(Lifetime, clock, () => ReadAsync(network));

            // Only what exists is kept: guessed names can't fill the memory.
            return await copy.GetAsync() is null ? null : await _known.GetOrAdd(network, copy).GetAsync();
        }
        finally
        {
            _unknownReads.Release();
        }
    }

    private async Task<KnownNetwork?> ReadAsync(string network) =>
        await grains.GetGrain<INetworkGrain>(GrainKeys.Network(network)).GetAccessAsync() is { } access
            ? new KnownNetwork(access, _signatures)
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A key of {Network} could not be hashed with the current secret; the next message tries again.")]
    private partial void LogNotRekeyed(Exception failure, string network);
}
