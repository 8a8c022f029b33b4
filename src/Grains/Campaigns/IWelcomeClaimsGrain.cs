namespace Cashback.Campaigns;

/// <summary>A part of the numbers that claim a campaign's reward, key <c>welcome:CAMPAIGN:BOOK</c>: one claim each.</summary>
[Alias("welcome-claims")]
internal interface IWelcomeClaimsGrain : IGrainWithStringKey
{
    /// <summary>Claims the reward, or gives it back. Repeated: the first answer. An older revision changes nothing.</summary>
    [Alias("claim")]
    Task<ClaimResult> ClaimAsync(WelcomeClaim claim);
}

/// <param name="Wanted">False: given back, since the purchase no longer counts.</param>
/// <param name="Reward">Whole bonuses.</param>
/// <param name="Revision">Counts the claimant's changes of mind.</param>
[GenerateSerializer, Immutable, Alias("welcome-claim")]
internal sealed record WelcomeClaim(
    [property: Id(0)] string NumberHash,
    [property: Id(1)] string SubscriberId,
    [property: Id(2)] bool Wanted,
    [property: Id(3)] long Reward,
    [property: Id(4)] long Revision);
