using Cashback.Storage;

namespace Cashback.Campaigns;

/// <summary>Not reentrant: the first call for the last of the budget gets it, and the next one does not.</summary>
internal sealed class WelcomeBudgetGrain(
    [PersistentState(StateNames.WelcomeBudget, StorageNames.Records)] IPersistentState<Stored<WelcomeBudget>> state)
    : RecordGrain<WelcomeBudget>(state), IWelcomeBudgetGrain
{
    public async Task<bool> ReserveAsync(int book, long total, long revision)
    {
        var id = GrainKeys.IdOf(this.GetPrimaryKeyString());
        var campaigns = await GrainFactory.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        var budget = campaigns.FirstOrDefault(campaign => campaign.Id == id)?.Welcome?.Budget ?? 0;
        var (next, covered) = (Record ?? new WelcomeBudget()).Reserve(book, total, revision, budget);
        await SaveAsync(next);
        return covered;
    }

    public Task<long> GetReservedAsync() => Task.FromResult(Record?.Reserved ?? 0);
}
