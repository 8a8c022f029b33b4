using Cashback.Campaigns;

namespace Cashback.Programme;

/// <summary>Section <c>Cashback:Programme:Referral</c>.</summary>
public sealed class ReferralSettings : ICheckedSettings
{
    /// <summary>Whole bonuses when a counting friend's first purchase with cashback is confirmed; 0: none.</summary>
    public long FirstPurchaseReward { get; set; } = 30;

    /// <summary>Who gets it: <c>friend</c>, <c>inviter</c> or <c>both</c>.</summary>
    public ReferralRewardTo RewardTo { get; set; } = ReferralRewardTo.Friend;

    /// <summary>How many friends of one promo code count.</summary>
    public int FriendsMax { get; set; } = 10;

    /// <summary>The inviter's percentage of each confirmed cashback of a counting friend.</summary>
    public decimal InviterPercent { get; set; } = 5;

    public IEnumerable<string> Faults()
    {
        if (FirstPurchaseReward < 0)
        {
            yield return CheckedSettings.Fault(nameof(FirstPurchaseReward), FirstPurchaseReward, "whole bonuses, 0 or more");
        }

        if (!Enum.IsDefined(RewardTo))
        {
            yield return CheckedSettings.Fault(nameof(RewardTo), RewardTo, "friend, inviter or both");
        }

        if (FriendsMax is < 1 or > 1_000)
        {
            yield return CheckedSettings.Fault(nameof(FriendsMax), FriendsMax, "a whole number from 1 to 1000");
        }

        if (InviterPercent is < 0 or > 100)
        {
            yield return CheckedSettings.Fault(nameof(InviterPercent), InviterPercent, "a percentage from 0 to 100");
        }
    }

    internal static ReferralTerms TermsOf(ReferralSettings settings) =>
        new(settings.FirstPurchaseReward, settings.RewardTo, settings.FriendsMax, settings.InviterPercent);
}
