using Orleans.Concurrency;

namespace Cashback.Campaigns;

/// <summary>All campaigns of the programme, key <see cref="GrainKeys.Campaigns"/>.</summary>
[Alias("campaigns")]
public interface ICampaignsGrain : IGrainWithStringKey
{
    /// <summary>Planned, running and ended ones, the newest first.</summary>
    [Alias("list"), AlwaysInterleave]
    Task<IReadOnlyList<Campaign>> ListAsync();

    /// <summary>
    /// Makes or changes a campaign; repeated: changes nothing. Of one that has begun only the name, the end and a budget
    /// can change: <c>campaign-started</c>, <c>campaign-ended</c>. Two referral campaigns never run at a time:
    /// <c>campaigns-overlap</c>.
    /// </summary>
    [Alias("put")]
    Task<Outcome<Campaign>> PutAsync(CampaignDraft draft);

    /// <summary>Ends a running campaign now; a planned one is dropped. Repeated: changes nothing.</summary>
    [Alias("end")]
    Task<Outcome<Campaign>> EndAsync(string campaignId);
}

/// <summary>A campaign as ops want it. Terms of a referral campaign that are left out are the programme's.</summary>
/// <param name="From">Null, or a time that has passed: from now.</param>
[GenerateSerializer, Immutable, Alias("campaign-draft")]
public sealed record CampaignDraft(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset? From,
    [property: Id(3)] DateTimeOffset? To,
    [property: Id(4)] ReferralDraft? Referral = null,
    [property: Id(5)] WelcomeTerms? Welcome = null);

[GenerateSerializer, Immutable, Alias("referral-draft")]
public sealed record ReferralDraft(
    [property: Id(0)] long? FirstPurchaseReward = null,
    [property: Id(1)] ReferralRewardTo? RewardTo = null,
    [property: Id(2)] int? FriendsMax = null,
    [property: Id(3)] decimal? InviterPercent = null);
