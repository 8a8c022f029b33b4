using System.Text.Json.Serialization;
using Cashback.Campaigns;
using Cashback.Storage;

namespace Cashback.Referrals;

/// <summary>Not reentrant: who registers with the code, registers one after the other, and the tenth comes before the eleventh.</summary>
internal sealed class ReferralGrain(
    [PersistentState(StateNames.Referral, StorageNames.Records)] IPersistentState<Stored<Referral>> state,
    TimeProvider clock)
    : RecordGrain<Referral>(state), IReferralGrain
{
    public async Task<string> ClaimAsync(string subscriberId, string numberHash)
    {
        var referral = Record ?? new Referral(subscriberId, numberHash);
        await SaveAsync(referral);
        return referral.OwnerId;
    }

    public async Task<JoinVerdict> JoinAsync(string friendId, string numberHash)
    {
        if (Record is null)
        {
            // Guessed codes leave no records behind.
            DeactivateSoon();
            return new JoinVerdict(JoinResult.UnknownCode);
        }

        var campaigns = await GrainFactory.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        var now = clock.GetUtcNow();
        var (next, verdict) = Record.Join(friendId, numberHash, Campaign.RunningReferral(campaigns, now), now);
        await SaveAsync(next);
        return verdict;
    }

    public Task<IReadOnlyList<Friend>> GetFriendsAsync() => Task.FromResult<IReadOnlyList<Friend>>(Record?.Friends ?? []);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Referral>))]
internal sealed partial class ReferralJson : JsonSerializerContext;
