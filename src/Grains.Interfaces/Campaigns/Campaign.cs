using System.Text.Json.Serialization;

namespace Cashback.Campaigns;

/// <summary>Who gets the reward of a friend's first purchase.</summary>
[GenerateSerializer, Alias("referral-reward-to")]
[JsonConverter(typeof(CamelCaseEnumConverter<ReferralRewardTo>))]
public enum ReferralRewardTo
{
    Friend,
    Inviter,
    Both,
}

/// <param name="FirstPurchaseReward">Whole bonuses when a counting friend's first purchase with cashback is confirmed; 0: none.</param>
/// <param name="FriendsMax">How many friends of one promo code count, in the order of registration.</param>
/// <param name="InviterPercent">Of each confirmed cashback of a counting friend, rounded to whole bonuses; 5 means 5 %.</param>
[GenerateSerializer, Immutable, Alias("referral-terms")]
public sealed record ReferralTerms(
    [property: Id(0)] long FirstPurchaseReward,
    [property: Id(1)] ReferralRewardTo RewardTo,
    [property: Id(2)] int FriendsMax,
    [property: Id(3)] decimal InviterPercent);

/// <summary>Whom a welcome campaign rewards.</summary>
[GenerateSerializer, Alias("welcome-audience")]
[JsonConverter(typeof(CamelCaseEnumConverter<WelcomeAudience>))]
public enum WelcomeAudience
{
    /// <summary>Who registered during the campaign.</summary>
    Newcomers,

    Everybody,
}

/// <param name="MinAmount">Rubles that the purchase must come to at least.</param>
/// <param name="Reward">Whole bonuses, once for each subscriber and number.</param>
/// <param name="Budget">Whole bonuses that the campaign may cost in all; never exceeded.</param>
/// <param name="Audience">Newcomers unless the campaign is for everybody.</param>
[GenerateSerializer, Immutable, Alias("welcome-terms")]
public sealed record WelcomeTerms(
    [property: Id(0)] decimal MinAmount,
    [property: Id(1)] long Reward,
    [property: Id(2)] long Budget,
    [property: Id(3)] WelcomeAudience Audience = WelcomeAudience.Newcomers);

/// <summary>A campaign of the programme: a referral or a welcome campaign, exactly one of the two.</summary>
[GenerateSerializer, Immutable, Alias("campaign")]
public sealed record Campaign
{
    public const int IdLengthMax = 30;

    /// <summary>1–30 of a–z, 0–9 and '-'.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Shown in the history of who is rewarded.</summary>
    [Id(1)] public required string Name { get; init; }

    /// <summary>Inclusive.</summary>
    [Id(2)] public required DateTimeOffset From { get; init; }

    /// <summary>Exclusive; null: until it is ended.</summary>
    [Id(3)] public DateTimeOffset? To { get; init; }

    [Id(4)] public ReferralTerms? Referral { get; init; }

    [Id(5)] public WelcomeTerms? Welcome { get; init; }

    public bool Runs(DateTimeOffset at) => From <= at && (To is null || at < To);

    public bool HasEnded(DateTimeOffset at) => To <= at;

    /// <summary>The referral campaign that runs then: there is never more than one.</summary>
    public static Campaign? RunningReferral(IEnumerable<Campaign> all, DateTimeOffset at) =>
        all.FirstOrDefault(campaign => campaign.Referral is not null && campaign.Runs(at));

    public static bool IsId(string? text) => Slug.Is(text, IdLengthMax);
}
