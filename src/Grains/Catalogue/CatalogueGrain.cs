using Cashback.Storage;
using Cashback.Stores;

namespace Cashback.Catalogue;

internal sealed class CatalogueGrain(
    [PersistentState(StateNames.Catalogue, StorageNames.Records)] IPersistentState<Stored<CatalogueList>> state)
    : RecordGrain<CatalogueList>(state), ICatalogueGrain
{
    private CatalogueList List => Record ?? CatalogueList.Empty;

    public Task<CatalogueSnapshot?> GetAsync(long knownVersion) =>
        Task.FromResult(List.Version == knownVersion ? null : new CatalogueSnapshot(List.Version, List.Stores.Values.ToList()));

    public Task PutAsync(StoreProfile profile)
    {
        var next = List.Put(profile);
        return ReferenceEquals(next, List) ? Task.CompletedTask : SaveAsync(next);
    }
}
