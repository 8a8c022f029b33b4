using System.Security.Claims;
using System.Text.Json.Serialization;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Api.Values;
using Cashback.Campaigns;
using Cashback.Referrals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <param name="Code">To be sent as <c>referralCode</c> by whoever registers; not case-sensitive.</param>
/// <param name="Campaign">The referral campaign that runs now; null: none, and who registers now is no friend.</param>
/// <param name="Friends">In the order of registration; of those that do not count at most the first hundred.</param>
/// <param name="Earned">Whole bonuses that stand credited for friends, over all time.</param>
/// <param name="InvitedBy">What came of the promo code with which this subscriber registered; null: without one.</param>
public sealed record ReferralBody(
    string Code, ReferralCampaignBody? Campaign, IReadOnlyList<FriendBody> Friends, long Earned, InvitedByBody? InvitedBy)
{
    public static ReferralBody Of(ReferralView view) => new(
        view.Code,
        view.Campaign is { } campaign ? ReferralCampaignBody.Of(campaign) : null,
        [.. view.Friends.Select(friend => new FriendBody(friend.RegisteredAt, friend.Counts, friend.RewardFromFriend))],
        view.Earned,
        view.Invitation is { } invitation ? InvitedByBody.Of(invitation) : null);
}

/// <param name="FirstPurchaseReward">Whole bonuses when the first purchase with cashback of a friend who counts is confirmed.</param>
/// <param name="FriendsMax">How many friends count.</param>
/// <param name="InviterPercent">The inviter's percentage of each confirmed cashback of a friend who counts.</param>
/// <param name="ValidTo">Exclusive; null: no end is set.</param>
public sealed record ReferralCampaignBody(
    string Name,
    long FirstPurchaseReward,
    ReferralRewardTo RewardTo,
    int FriendsMax,
    string InviterPercent,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo)
{
    public static ReferralCampaignBody Of(Campaign campaign)
    {
        var terms = campaign.Referral!;
        return new(
            campaign.Name,
            terms.FirstPurchaseReward,
            terms.RewardTo,
            terms.FriendsMax,
            DecimalText.Of(terms.InviterPercent),
            campaign.From,
            campaign.To);
    }
}

/// <param name="Counts">Whether the friend is among those that count.</param>
/// <param name="RewardFromFriend">Whole bonuses that stand credited for this friend.</param>
public sealed record FriendBody(DateTimeOffset RegisteredAt, bool Counts, long RewardFromFriend);

/// <param name="Reason">Why not: limit-reached, unknown-code, own-number, came-before, no-campaign.</param>
public sealed record InvitedByBody(
    string Code, bool Counts, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    public static InvitedByBody Of(InvitationView invitation) => new(
        invitation.Code,
        invitation.Result == JoinResult.Counts,
        invitation.Result switch
        {
            JoinResult.Counts => null,
            JoinResult.LimitReached => "limit-reached",
            JoinResult.OwnNumber => "own-number",
            JoinResult.CameBefore => "came-before",
            JoinResult.NoCampaign => "no-campaign",
            _ => "unknown-code",
        });
}

/// <summary>The subscriber's own promo code and friends.</summary>
internal static class ReferralEndpoints
{
    public static void MapReferral(this RouteGroupBuilder me) =>
        me.MapGet("/referral", GetAsync)
            .WithSummary("The own promo code, the running campaign, and the friends who came with the code.")
            .WithDescription(
                "Nothing here tells who a friend is. What is shown as a friend's reward falls when a purchase of theirs is "
                + "reversed or held. A code that was not accepted at the registration does not hinder it; invitedBy says why.");

    private static async Task<Results<Ok<ReferralBody>, ProblemHttpResult>> GetAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        await grains.Subscriber(user.SubscriberId()).GetReferralAsync() is { } referral
            ? TypedResults.Ok(ReferralBody.Of(referral))
            : Problem.NotFound(new("There is no account behind this sign-in.", "Для этого сеанса нет учётной записи."));
}
