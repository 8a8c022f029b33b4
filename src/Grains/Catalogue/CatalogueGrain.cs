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
    private CatalogueList _decided = CatalogueList.Empty;
    private Task _saving = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _saved = _decided = Record ?? CatalogueList.Empty;
        return base.OnActivateAsync(cancellationToken);
    }

    // Only what is saved is shown: a version that was lost with its write would otherwise be given out twice.
    public Task<CatalogueSnapshot?> GetAsync(long knownVersion) =>
        Task.FromResult(_saved.Version == knownVersion ? null : new CatalogueSnapshot(_saved.Version, _saved.Stores.Values.ToList()));

    public async Task PutAsync(StoreProfile profile)
    {
        var next = _decided.Put(profile);

        // Decided on what others have decided and are still writing; when nothing is new, its write may still be on its way.
        if (!ReferenceEquals(next, _decided))
        {
            _decided = next;
            _saving = SaveAsync(next);
        }

        await _saving;
        if (next.Version > _saved.Version)
        {
            _saved = next;
        }
    }
}
