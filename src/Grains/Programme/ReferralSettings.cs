using Cashback.Campaigns;

namespace Cashback.Programme;

/// <summary>Section <c>Cashback:Programme:Referral</c>.</summary>
public sealed class ReferralSettings
{
    /// <summary>Whole bonuses when a counting friend's first purchase with cashback is confirmed; 0: none.</summary>
    public long FirstPurchaseReward { get; set; } = 30;

    /// <summary>Who gets it: <c>friend</c>, <c>inviter</c> or <c>both</c>.</summary>
    public ReferralRewardTo RewardTo { get; set; } = ReferralRewardTo.Friend;

    /// <summary>How many friends of one promo code count.</summary>
    public int FriendsMax { get; set; } = 10;

    /// <summary>The inviter's percentage of each confirmed cashback of a counting friend.</summary>
    public decimal InviterPercent { get; set; } = 5;

    internal static ReferralTerms TermsOf(ReferralSettings settings) =>
        new(settings.FirstPurchaseReward, settings.RewardTo, settings.FriendsMax, settings.InviterPercent);
}
