using System.Collections.Immutable;
using Cashback.Storage;

namespace Cashback.Reconciliations;

internal sealed record ConflictPage(ImmutableArray<Conflict> Conflicts);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ConflictPageGrain(
    [PersistentState(StateNames.ConflictPage, StorageNames.Records)] IPersistentState<Stored<ConflictPage>> state)
    : RecordGrain<ConflictPage>(state), IConflictPageGrain
{
    public Task PutAsync(IReadOnlyList<Conflict> conflicts) => SaveAsync(new ConflictPage([.. conflicts]));

    public Task<IReadOnlyList<Conflict>> GetAsync()
    {
        // A long list is read once, page by page; it need not stay in memory.
        DeactivateSoon();
        return Task.FromResult<IReadOnlyList<Conflict>>(Record?.Conflicts.ToArray() ?? []);
    }
}
