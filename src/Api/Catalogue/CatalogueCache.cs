using Cashback.Catalogue;

namespace Cashback.Api.Catalogue;

/// <summary>
/// The stores as the facade shows them, at most a second old: readers cost the catalogue's grain one question a second,
/// however many they are.
/// </summary>
public sealed class CatalogueCache(IGrainFactory grains, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Read _read = new(new StoreIndex(CatalogueSnapshot.Empty), DateTimeOffset.MinValue);

    /// <param name="fresh">Asks the grain whatever the age: for who has just changed a store.</param>
    public async ValueTask<StoreIndex> GetAsync(bool fresh = false)
    {
        if (!fresh && IsFresh())
        {
            return _read.Stores;
        }

        await _refreshing.WaitAsync();
        try
        {
            if (fresh || !IsFresh())
            {
                var now = clock.GetUtcNow();
                var changed = await grains.GetGrain<ICatalogueGrain>(GrainKeys.Catalogue).GetAsync(_read.Stores.Version);
                _read = new Read(changed is null ? _read.Stores : new StoreIndex(changed), now);
            }

            return _read.Stores;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    public void Dispose() => _refreshing.Dispose();

    private bool IsFresh() => clock.GetUtcNow() - _read.At < Kept;

    private sealed record Read(StoreIndex Stores, DateTimeOffset At);
}
