using System.Text.Json.Serialization;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>What a reward is for.</summary>
[GenerateSerializer, Alias("reward-kind")]
[JsonConverter(typeof(CamelCaseEnumConverter<RewardKind>))]
public enum RewardKind
{
    /// <summary>The first purchase of one who came with a promo code.</summary>
    ReferralFriend,

    /// <summary>The purchases of a friend, to who invited them.</summary>
    ReferralInviter,

    /// <summary>The programme's welcome promotion.</summary>
    Welcome,

    /// <summary>An offline purchase, by its receipt.</summary>
    Receipt,
}

/// <summary>
/// What a reward is worth now: an absolute snapshot. Safe to repeat and to come out of order; the difference to what was
/// known is credited within the cap, or taken back.
/// </summary>
/// <param name="RewardId">Names the reward among this subscriber's, for ever; at most 200 characters.</param>
/// <param name="Bonuses">Whole bonuses, 0 or more; 0 takes all of it back.</param>
/// <param name="Revision">The newer snapshot of two has the higher one; the same again, or a lower one, changes nothing.</param>
/// <param name="Subject">What it is for, in words of the subscriber's history: a store's or a promotion's name; for
/// <see cref="RewardKind.ReferralInviter"/> the friend's number on the inviter's list.</param>
/// <param name="Reason">Why it is worth this now, in words; null: nothing to add.</param>
/// <param name="Group">What is credited is also summed up under this name (one friend's rewards); null: not.</param>
[GenerateSerializer, Immutable, Alias("reward-report")]
public sealed record RewardReport(
    [property: Id(0)] string RewardId,
    [property: Id(1)] RewardKind Kind,
    [property: Id(2)] long Bonuses,
    [property: Id(3)] long Revision,
    [property: Id(4)] string Subject,
    [property: Id(5)] string? Reason = null,
    [property: Id(6)] string? Group = null);

/// <param name="Credited">Whole bonuses of this reward that is credited after the report.</param>
/// <param name="OverLimit">What the monthly cap cut of it.</param>
/// <param name="Reason">For <see cref="ReportResult.Unattributable"/>: unknown-subscriber.</param>
[GenerateSerializer, Immutable, Alias("reward-verdict")]
public sealed record RewardVerdict(
    [property: Id(0)] ReportResult Result, [property: Id(1)] long Credited, [property: Id(2)] long OverLimit,
    [property: Id(3)] string? Reason = null);
