using System.Text.Json.Serialization;
using Cashback.Programme;
using Cashback.Storage;

namespace Cashback.Campaigns;

internal sealed class CampaignsGrain(
    [PersistentState(StateNames.Campaigns, StorageNames.Records)] IPersistentState<Stored<CampaignList>> state,
    ProgrammeRules rules,
    TimeProvider clock)
    : RecordGrain<CampaignList>(state), ICampaignsGrain
{
    private CampaignList Campaigns => Record ?? new();

    public Task<IReadOnlyList<Campaign>> ListAsync() => Task.FromResult<IReadOnlyList<Campaign>>(Campaigns.All);

    public async Task<Outcome<Campaign>> PutAsync(CampaignDraft draft)
    {
        var put = Campaigns.Put(draft, clock.GetUtcNow(), rules.Referral);
        if (put.Value is not { } next)
        {
            return put.Rejection!;
        }

        await SaveAsync(next);
        return next.Find(draft.Id)!;
    }

    public async Task<Outcome<Campaign>> EndAsync(string campaignId)
    {
        var known = Campaigns.Find(campaignId);
        var now = clock.GetUtcNow();
        var ended = Campaigns.End(campaignId, now);
        if (ended.Value is not { } next)
        {
            return ended.Rejection!;
        }

        await SaveAsync(next);
        return next.Find(campaignId) ?? known! with { To = known.From };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<CampaignList>))]
internal sealed partial class CampaignsJson : JsonSerializerContext;
