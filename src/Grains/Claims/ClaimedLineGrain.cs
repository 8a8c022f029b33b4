using Cashback.Storage;

namespace Cashback.Claims;

/// <summary>An order line that its network names no visit for.</summary>
/// <param name="ClickId">The visit that a claim of the order named.</param>
internal sealed record ClaimedLine(string ClickId, string ClaimId);

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ClaimedLineGrain(
    [PersistentState(StateNames.ClaimedLine, StorageNames.Records)] IPersistentState<Stored<ClaimedLine>> state)
    : RecordGrain<ClaimedLine>(state), IClaimedLineGrain
{
    public async Task<string?> GetClickAsync() => (await FindRecordAsync())?.ClickId;

    public async Task<string> PutAsync(string clickId, string claimId)
    {
        if (Record is null)
        {
            await SaveAsync(new ClaimedLine(clickId, claimId));
        }

        return Record!.ClickId;
    }
}
