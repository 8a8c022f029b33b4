using Cashback.Catalogue;

namespace Cashback.Api.Catalogue;

/// <summary>The stores as the facade shows them, at most a second old.</summary>
public sealed class CatalogueCache(IGrainFactory grains, TimeProvider clock)
{
    private readonly ShortLivedCopy<StoreIndex> _stores = new(TimeSpan.FromSeconds(1), clock, async Task<StoreIndex> (known) =>
    {
        known ??= new StoreIndex(CatalogueSnapshot.Empty);
        return await grains.GetGrain<ICatalogueGrain>(GrainKeys.Catalogue).GetAsync(known.Version) is { } changed
            ? new StoreIndex(changed)
            : known;
    });

    /// <param name="fresh">Asks the grain whatever the age: for who has just changed a store.</param>
    public Task<StoreIndex> GetAsync(bool fresh = false) => fresh ? _stores.RefreshAsync() : _stores.GetAsync();
}
