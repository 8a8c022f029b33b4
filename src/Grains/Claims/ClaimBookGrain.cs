using System.Collections.Immutable;
using Cashback.Storage;

namespace Cashback.Claims;

/// <summary>The claims of a store that have no answer yet, oldest first.</summary>
internal sealed record ClaimBook(ImmutableArray<Claim> Open)
{
    public ClaimBook Put(Claim claim)
    {
        var there = Open.FirstOrDefault(known => known.Id == claim.Id);
        return there is null ? new([.. Open.Append(claim).OrderBy(known => known.FiledAt)])
            : there == claim ? this
            : new(Open.Replace(there, claim));
    }

    public ClaimBook Remove(string claimId) =>
        Open.Any(claim => claim.Id == claimId) ? new(Open.RemoveAll(claim => claim.Id == claimId)) : this;
}

internal sealed class ClaimBookGrain(
    [PersistentState(StateNames.ClaimBook, StorageNames.Records)] IPersistentState<Stored<ClaimBook>> state)
    : RecordGrain<ClaimBook>(state), IClaimBookGrain
{
    private static readonly ClaimBook Empty = new([]);

    public Task PutAsync(Claim claim) => SaveAsync((Record ?? Empty).Put(claim));

    // Without claims there is no book, so that a search over all books activates only those that hold something.
    public Task RemoveAsync(string claimId) => Record?.Remove(claimId) switch
    {
        null => Task.CompletedTask,
        { Open.IsEmpty: true } => ClearAsync(),
        var next => SaveAsync(next),
    };

    public Task<IReadOnlyList<Claim>> ListAsync() => Task.FromResult<IReadOnlyList<Claim>>(Record?.Open ?? []);
}
