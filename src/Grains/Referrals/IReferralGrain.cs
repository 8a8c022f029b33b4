using Cashback.Campaigns;
using Orleans.Concurrency;

namespace Cashback.Referrals;

/// <summary>One promo code, key <c>promo:CODE</c>: whose it is, and who came with it, in the order of registration.</summary>
[Alias("referral")]
internal interface IReferralGrain : IGrainWithStringKey
{
    /// <summary>The code becomes the subscriber's if it is nobody's. Repeated: changes nothing.</summary>
    /// <returns>Whose it is.</returns>
    [Alias("claim")]
    Task<string> ClaimAsync(string subscriberId, string numberHash);

    /// <summary>Somebody registers with the code. Repeated for the same friend: the first verdict.</summary>
    [Alias("join")]
    Task<JoinVerdict> JoinAsync(string friendId, string numberHash);

    [Alias("friends"), AlwaysInterleave]
    Task<IReadOnlyList<Friend>> GetFriendsAsync();
}

/// <param name="InviterId">Whose code it is, where the friend counts.</param>
/// <param name="Friend">Where the friend is on the code's list, with the terms that hold for them.</param>
[GenerateSerializer, Immutable, Alias("join-verdict")]
internal sealed record JoinVerdict(
    [property: Id(0)] JoinResult Result, [property: Id(1)] string? InviterId = null, [property: Id(2)] Friend? Friend = null);

/// <summary>One who came with the code.</summary>
/// <param name="Number">Counts up from 1 for each code: names the friend where the inviter sees it.</param>
/// <param name="Terms">Those of the campaign at the registration: they hold for all of this friend's purchases.</param>
[GenerateSerializer, Immutable, Alias("friend")]
internal sealed record Friend(
    [property: Id(0)] string SubscriberId,
    [property: Id(1)] string NumberHash,
    [property: Id(2)] DateTimeOffset RegisteredAt,
    [property: Id(3)] bool Counts,
    [property: Id(4)] int Number,
    [property: Id(5)] string CampaignId,
    [property: Id(6)] string CampaignName,
    [property: Id(7)] ReferralTerms Terms);
