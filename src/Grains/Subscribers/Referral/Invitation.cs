using System.Text.Json.Serialization;
using Cashback.Campaigns;
using Cashback.Referrals;

namespace Cashback.Subscribers;

/// <summary>The promo code with which a subscriber came, what came of it, and what was reported to the inviter.</summary>
/// <param name="InviterId">Null where nobody is rewarded for this subscriber.</param>
/// <param name="Number">Which friend of the code this is.</param>
internal sealed record Invitation(
    string Code, JoinResult Result, string? InviterId = null, int Number = 0, string? Campaign = null, ReferralTerms? Terms = null)
{
    /// <summary>Purchases with cashback that are confirmed, over all time.</summary>
    public long Earning { get; init; }

    /// <summary>Counts the times that the first purchase came or went.</summary>
    public long Revision { get; init; }

    [JsonIgnore]
    public bool HasPurchase => Earning > 0;

    public static Invitation Of(string code, JoinVerdict verdict) => new(
        code, verdict.Result, verdict.InviterId, verdict.Friend?.Number ?? 0, verdict.Friend?.CampaignName, verdict.Friend?.Terms);
}
