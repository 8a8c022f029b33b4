using Cashback.Campaigns;
using Cashback.Referrals;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    public async Task<ReferralView?> GetReferralAsync()
    {
        if (Record is null || await EnsurePromoCodeAsync() is not { PromoCode: { } code } subscriber)
        {
            return null;
        }

        var friends = await GrainFactory.GetGrain<IReferralGrain>(GrainKeys.Referral(code)).GetFriendsAsync();
        var campaigns = await GrainFactory.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        var rewards = subscriber.Rewards ?? RewardBook.None;
        return new ReferralView(
            code,
            Campaign.RunningReferral(campaigns, Now),
            [.. friends.Select(friend => new FriendView(
                friend.RegisteredAt, friend.Counts, rewards.TotalOf(Subscriber.GroupOf(friend.Number)), friend.SubscriberId,
                friend.CampaignName))],
            rewards.Totals.Sum(total => total.Bonuses),
            subscriber.Invitation is { } invitation ? new InvitationView(
                invitation.Code, invitation.Result, invitation.InviterId, invitation.Earning) : null);
    }

    /// <summary>The code's own grain settles whose it is; a crash before the save here makes the same one again.</summary>
    private async Task<Subscriber> EnsurePromoCodeAsync()
    {
        for (var attempt = 0; Decided!.PromoCode is null; attempt++)
        {
            var code = PromoCode.Make(codes.Secrets.PromoCodes, Id, attempt);
            var owner = await GrainFactory.GetGrain<IReferralGrain>(GrainKeys.Referral(code)).ClaimAsync(
                Id, await codes.Numbers.OfAsync(Decided.Phone));
            if (owner == Id)
            {
                return await CommitAsync(Current with { PromoCode = code });
            }
        }

        // Another call may have decided it and be saving it still.
        return await CommitAsync(Current);
    }

    /// <summary>Asked before the subscriber is made: the code's grain puts those who register into their order.</summary>
    private async Task<Invitation?> JoinAsync(Registration registration)
    {
        if (string.IsNullOrWhiteSpace(registration.ReferralCode))
        {
            return null;
        }

        return PromoCode.Read(registration.ReferralCode) is not { } code
            ? new Invitation(registration.ReferralCode.Trim(), JoinResult.UnknownCode)
            : Invitation.Of(
                code,
                await GrainFactory.GetGrain<IReferralGrain>(GrainKeys.Referral(code)).JoinAsync(
                    Id, await codes.Numbers.OfAsync(registration.Phone)));
    }

    /// <summary>From an outbox, beside the calls of this grain: the rewarded subscriber never waits for this one.</summary>
    async Task<RewardDelivered> IOutboxReceivers.DeliverAsync(ReportReward owed, Subscriber subscriber)
    {
        await GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(owed.SubscriberId)).RewardAsync(owed.Report);
        return new RewardDelivered(owed.Id, owed.Report.Revision);
    }
}
