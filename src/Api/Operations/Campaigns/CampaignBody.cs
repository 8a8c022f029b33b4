using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Campaigns;

namespace Cashback.Api.Operations;

/// <summary>A campaign as operations put it: the terms of either a referral or a welcome campaign.</summary>
/// <param name="ValidFrom">Inclusive; left out, or past: from now.</param>
/// <param name="ValidTo">Exclusive; left out: until it is ended.</param>
public sealed record CampaignRequest(
    string Name,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null,
    ReferralRequest? Referral = null,
    WelcomeRequest? Welcome = null)
{
    public CampaignDraft ToDraft(string campaignId) => new(
        campaignId,
        Name.Trim(),
        ValidFrom,
        ValidTo,
        Referral is { } referral
            ? new ReferralDraft(referral.FirstPurchaseReward, referral.RewardTo, referral.FriendsMax, referral.InviterPercent)
            : null,
        Welcome is { } welcome ? new WelcomeTerms(
            welcome.MinAmount.Amount, welcome.Reward, welcome.Budget, welcome.Audience ?? WelcomeAudience.Newcomers) : null);
}

/// <summary>What is left out is as the programme's settings have it.</summary>
/// <param name="FirstPurchaseReward">Whole bonuses; 0: none.</param>
/// <param name="FriendsMax">How many friends of one promo code count.</param>
/// <param name="InviterPercent">5 means 5 %.</param>
public sealed record ReferralRequest(
    long? FirstPurchaseReward = null,
    ReferralRewardTo? RewardTo = null,
    int? FriendsMax = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal? InviterPercent = null);

/// <param name="MinAmount">In rubles; a purchase in another currency is converted at its own rate.</param>
/// <param name="Reward">Whole bonuses.</param>
/// <param name="Budget">Whole bonuses that the campaign may cost in all.</param>
/// <param name="Audience"><c>newcomers</c> (who registered during the campaign) or <c>everybody</c>; left out: newcomers.</param>
public sealed record WelcomeRequest(Money MinAmount, long Reward, long Budget, WelcomeAudience? Audience = null);

/// <param name="State"><c>planned</c>, <c>running</c> or <c>ended</c>.</param>
public sealed record CampaignBody(
    string Id,
    string Name,
    string State,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReferralTermsBody? Referral,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WelcomeTermsBody? Welcome)
{
    public static CampaignBody Of(Campaign campaign, DateTimeOffset now, long reserved) => new(
        campaign.Id,
        campaign.Name,
        campaign.HasEnded(now) ? "ended" : campaign.Runs(now) ? "running" : "planned",
        campaign.From,
        campaign.To,
        campaign.Referral is { } referral
            ? new ReferralTermsBody(
                referral.FirstPurchaseReward, referral.RewardTo, referral.FriendsMax, DecimalText.Of(referral.InviterPercent))
            : null,
        campaign.Welcome is { } welcome ? new WelcomeTermsBody(
            Money.Rubles(welcome.MinAmount), welcome.Reward, welcome.Budget, welcome.Audience, reserved) : null);
}

public sealed record ReferralTermsBody(long FirstPurchaseReward, ReferralRewardTo RewardTo, int FriendsMax, string InviterPercent);

/// <param name="Reserved">What of the budget is promised: rewards that stand, whether the monthly cap cut them or not.</param>
public sealed record WelcomeTermsBody(Money MinAmount, long Reward, long Budget, WelcomeAudience Audience, long Reserved);
