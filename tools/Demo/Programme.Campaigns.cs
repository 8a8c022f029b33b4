namespace Cashback.Demo;

public sealed record Friend(bool Counts, long RewardFromFriend);

public sealed record Referral(string Code, long Earned, IReadOnlyList<Friend> Friends);

public sealed record Sums(long Accrued, long Used);

public sealed record Insights(Sums Total);

/// <summary>Campaigns, promo codes, and sums of the history.</summary>
public sealed partial class Programme
{
    public Task PutCampaignAsync(string id, object campaign) => SendAsync<object>(HttpMethod.Put, $"/ops/v1/campaigns/{id}", campaign);

    public Task EndCampaignAsync(string id) => SendAsync<object>(HttpMethod.Post, $"/ops/v1/campaigns/{id}/end");

    public Task<Referral> ReferralAsync() => SendAsync<Referral>(HttpMethod.Get, "/api/v1/me/referral");

    public Task<Insights> InsightsAsync() => SendAsync<Insights>(HttpMethod.Get, "/api/v1/me/insights");

    /// <summary>Goes on as somebody who has signed in a moment ago.</summary>
    public void Be(string phone, SignIn signIn) => (_token, _signedIn) = (signIn.AccessToken, phone);
}
