using Cashback.Api.Account;
using Cashback.Referrals;

namespace Cashback.Api.Operations;

/// <summary>What support needs to answer "why did I get no reward?": what the account shows, and who the others are, by id.</summary>
/// <param name="Counting">How many friends count.</param>
public sealed record ReferralForOperations(
    string Code, ReferralCampaignBody? Campaign, int Counting, IReadOnlyList<FriendForOperations> Friends, long Earned,
    InvitedByForOperations? InvitedBy)
{
    public static ReferralForOperations Of(ReferralView view)
    {
        var account = ReferralBody.Of(view);
        return new(
            account.Code,
            account.Campaign,
            view.Friends.Count(friend => friend.Counts),
            [.. view.Friends.Select(friend => new FriendForOperations(
                friend.SubscriberId, friend.RegisteredAt, friend.Counts, friend.Campaign, friend.RewardFromFriend))],
            account.Earned,
            view.Invitation is { } invitation ? new(InvitedByBody.Of(invitation), invitation.InviterId, invitation.Earning) : null);
    }
}

/// <param name="Campaign">The name of the campaign under whose terms the friend came.</param>
/// <param name="RewardFromFriend">Whole bonuses that stand credited for this friend.</param>
public sealed record FriendForOperations(
    string SubscriberId, DateTimeOffset RegisteredAt, bool Counts, string Campaign, long RewardFromFriend);

/// <param name="InviterId">Null where nobody is rewarded for this subscriber.</param>
/// <param name="PurchasesWithCashback">Purchases that stand confirmed with cashback; rewards begin with the first.</param>
public sealed record InvitedByForOperations(InvitedByBody Invitation, string? InviterId, long PurchasesWithCashback);
