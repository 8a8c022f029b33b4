using System.Collections.Immutable;
using Cashback.Campaigns;

namespace Cashback.Referrals;

/// <summary>Who owns a promo code and who came with it. Numbers are known by their hashes only.</summary>
/// <param name="OwnerHash">So that the owner does not come with the own code after leaving.</param>
internal sealed record Referral(string OwnerId, string OwnerHash)
{
    /// <summary>A code printed in a newspaper must not fill the record.</summary>
    private const int NotCountingKept = 100;

    /// <summary>In the order of registration.</summary>
    public ImmutableArray<Friend> Friends { get; init; } = [];

    /// <param name="campaign">The referral campaign that runs now, if one does.</param>
    public (Referral Next, JoinVerdict Verdict) Join(string friendId, string numberHash, Campaign? campaign, DateTimeOffset now)
    {
        if (Friends.FirstOrDefault(friend => friend.SubscriberId == friendId) is { } known)
        {
            return (this, VerdictOn(known));
        }

        if (numberHash == OwnerHash)
        {
            return (this, new JoinVerdict(JoinResult.OwnNumber));
        }

        if (Friends.Any(friend => friend.NumberHash == numberHash))
        {
            return (this, new JoinVerdict(JoinResult.CameBefore));
        }

        if (campaign?.Referral is not { } terms)
        {
            return (this, new JoinVerdict(JoinResult.NoCampaign));
        }

        var counts = Friends.Count(friend => friend.Counts && friend.CampaignId == campaign.Id) < terms.FriendsMax;
        if (!counts && Friends.Count(friend => !friend.Counts) >= NotCountingKept)
        {
            return (this, new JoinVerdict(JoinResult.LimitReached));
        }

        var joined = new Friend(friendId, numberHash, now, counts, Friends.Length + 1, campaign.Id, campaign.Name, terms);
        return (this with { Friends = Friends.Add(joined) }, VerdictOn(joined));
    }

    private JoinVerdict VerdictOn(Friend friend) =>
        friend.Counts ? new JoinVerdict(JoinResult.Counts, OwnerId, friend) : new JoinVerdict(JoinResult.LimitReached);
}
