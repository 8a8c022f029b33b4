using Cashback.Storage;
using Cashback.Stores;
using Orleans.Concurrency;

namespace Cashback.Catalogue;

/// <summary>Reentrant, so that the stores of an import share their writes.</summary>
[Reentrant]
internal sealed class CatalogueGrain(
    [PersistentState(StateNames.Catalogue, StorageNames.Records)] IPersistentState<Stored<CatalogueList>> state)
    : RecordGrain<CatalogueList>(state), ICatalogueGrain
{
    private CatalogueList _saved = CatalogueList.Empty;
    private Task _saving = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _saved = Record ?? CatalogueList.Empty;
        return base.OnActivateAsync(cancellationToken);
    }

    // Only what is saved is shown: a version that was lost with its write would otherwise be given out twice.
    public Task<CatalogueSnapshot?> GetAsync(long knownVersion) =>
        Task.FromResult(_saved.Version == knownVersion ? null : new CatalogueSnapshot(_saved.Version, _saved.Stores.Values.ToList()));

    public async Task PutAsync(StoreProfile profile)
    {
        var list = Record ?? CatalogueList.Empty;
        var next = list.Put(profile);

        // Nothing new may still be on its way to the store: its answer waits for that write.
        await (ReferenceEquals(next, list) ? _saving : _saving = SaveAsync(next));
        if (next.Version > _saved.Version)
        {
            _saved = next;
        }
    }
}
