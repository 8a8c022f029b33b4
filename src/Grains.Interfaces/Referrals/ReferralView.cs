using System.Text.Json.Serialization;
using Cashback.Campaigns;

namespace Cashback.Referrals;

/// <summary>What came of the promo code with which somebody registered.</summary>
[GenerateSerializer, Alias("join-result")]
[JsonConverter(typeof(CamelCaseEnumConverter<JoinResult>))]
public enum JoinResult
{
    /// <summary>A friend who counts.</summary>
    Counts,

    /// <summary>A friend, but as many as count were there before.</summary>
    LimitReached,

    UnknownCode,

    /// <summary>The code's owner had this number, now or before they left.</summary>
    OwnNumber,

    /// <summary>This number came with the same code before.</summary>
    CameBefore,

    /// <summary>No referral campaign runs.</summary>
    NoCampaign,
}

/// <summary>A subscriber's promo code and what it has brought. Whole bonuses.</summary>
/// <param name="Campaign">The referral campaign that runs now; null: none.</param>
/// <param name="Friends">In the order of registration; of those that do not count at most the first hundred.</param>
/// <param name="Earned">What is credited for friends, over all time.</param>
/// <param name="Invitation">The code with which this subscriber came; null: without one.</param>
[GenerateSerializer, Immutable, Alias("referral-view")]
public sealed record ReferralView(
    [property: Id(0)] string Code,
    [property: Id(1)] Campaign? Campaign,
    [property: Id(2)] IReadOnlyList<FriendView> Friends,
    [property: Id(3)] long Earned,
    [property: Id(4)] InvitationView? Invitation);

/// <param name="Campaign">The name of the campaign under whose terms the friend came.</param>
/// <param name="SubscriberId">Of the friend: for operations, never for the inviter.</param>
/// <param name="RewardFromFriend">What is credited to the inviter for this friend.</param>
[GenerateSerializer, Immutable, Alias("friend-view")]
public sealed record FriendView(
    [property: Id(0)] DateTimeOffset RegisteredAt,
    [property: Id(1)] bool Counts,
    [property: Id(2)] long RewardFromFriend,
    [property: Id(3)] string SubscriberId,
    [property: Id(4)] string Campaign);

/// <param name="InviterId">For operations; null where nobody is rewarded for this subscriber.</param>
/// <param name="Earning">Purchases with cashback that are confirmed.</param>
[GenerateSerializer, Immutable, Alias("invitation-view")]
public sealed record InvitationView(
    [property: Id(0)] string Code,
    [property: Id(1)] JoinResult Result,
    [property: Id(2)] string? InviterId,
    [property: Id(3)] long Earning);
