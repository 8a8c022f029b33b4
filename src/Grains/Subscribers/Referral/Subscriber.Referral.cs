using System.Globalization;
using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>What a purchase of an invited friend means for the friend and for the inviter.</summary>
internal sealed partial record Subscriber
{
    private const string FirstPurchase = "referral";

    /// <summary>Under this name the inviter's record sums up what a friend has brought.</summary>
    public static string GroupOf(int friendNumber) => string.Create(CultureInfo.InvariantCulture, $"friend:{friendNumber}");

    /// <summary>
    /// Called for every change of a purchase. Rewards are reported as absolute snapshots: a purchase that is
    /// reversed, held, or changed takes its reward along by itself.
    /// </summary>
    private Subscriber UpdateReferral(Purchase before, Purchase after) =>
        Invitation is { InviterId: { } inviter, Terms: { } terms }
            ? ShareWithInviter(before, after, inviter, terms).CountFirstPurchase(before, after, inviter, terms)
            : this;

    /// <summary>The inviter's percentage of what the purchase brought the friend, rounded for each purchase.</summary>
    private Subscriber ShareWithInviter(Purchase before, Purchase after, string inviter, ReferralTerms terms)
    {
        long Of(Purchase purchase) => Rounding.ToBonuses(purchase.Credited * terms.InviterPercent / 100m, purchase.RoundedBy);
        return Of(before) == Of(after) ? this : ReportRewardTo(inviter, ToInviter($"share:{Id}:{after.Order}", Of(after), after.Revision));
    }

    /// <summary>The reward of the first purchase is kept as long as any confirmed purchase with cashback does.</summary>
    private Subscriber CountFirstPurchase(Purchase before, Purchase after, string inviter, ReferralTerms terms)
    {
        var counted = Invitation! with { Earning = Invitation.Earning + Earns(after) - Earns(before) };
        if (counted.HasPurchase == Invitation.HasPurchase)
        {
            return counted.Earning == Invitation.Earning ? this : this with { Invitation = counted };
        }

        counted = counted with { Revision = counted.Revision + 1 };
        var next = this with { Invitation = counted };
        var reward = counted.HasPurchase ? terms.FirstPurchaseReward : 0;
        if (terms.FirstPurchaseReward > 0 && terms.RewardTo != ReferralRewardTo.Inviter)
        {
            next = next.ReportRewardTo(
                Id, new RewardReport(FirstPurchase, RewardKind.ReferralFriend, reward, counted.Revision, counted.Campaign!));
        }

        return terms.FirstPurchaseReward > 0 && terms.RewardTo != ReferralRewardTo.Friend
            ? next.ReportRewardTo(inviter, ToInviter($"first:{Id}", reward, counted.Revision))
            : next;
    }

    private RewardReport ToInviter(string rewardId, long bonuses, long revision) => new(
        rewardId,
        RewardKind.ReferralInviter,
        bonuses,
        revision,
        Invitation!.Number.ToString(CultureInfo.InvariantCulture),
        Group: GroupOf(Invitation.Number));

    private Subscriber ReportRewardTo(string subscriberId, RewardReport report) =>
        this with { Outbox = Outbox.ReportReward(subscriberId, report) };

    private static int Earns(Purchase purchase) => purchase is { Status: PurchaseStatus.Confirmed, Cashback: > 0 } ? 1 : 0;
}
