using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>A welcome campaign in which this subscriber took part.</summary>
/// <param name="Order">The purchase for which the reward is credited, or was.</param>
/// <param name="Wanted">False: the purchase no longer counts, and the reward is given back.</param>
/// <param name="Revision">Counts the changes of <paramref name="Wanted"/>.</param>
/// <param name="Result">The last answer of the campaign; null: none yet.</param>
internal sealed record WelcomeParticipation(Campaign Campaign, OrderKey Order, bool Wanted, long Revision, ClaimResult? Result = null)
{
    /// <summary>The campaign has refused, for good.</summary>
    [JsonIgnore]
    public bool Refused => Result is ClaimResult.HadBefore or ClaimResult.BudgetSpent;

    /// <summary>Confirmed, clicked for while the campaign ran, of at least the amount, in rubles, and by one whom it is for.</summary>
    public static bool Suits(Campaign campaign, Purchase purchase, DateTimeOffset registeredAt) =>
        purchase is { Status: PurchaseStatus.Confirmed, Disowned: false }
        && campaign.Runs(purchase.ClickedAt)
        && (campaign.Welcome!.Audience == WelcomeAudience.Everybody || campaign.Runs(registeredAt))
        && purchase.Amount.Amount * purchase.ExchangeRate >= campaign.Welcome.MinAmount;
}

internal sealed record WelcomeParticipations(ImmutableArray<WelcomeParticipation> All)
{
    public WelcomeParticipation? Find(string campaignId) => All.FirstOrDefault(participation => participation.Campaign.Id == campaignId);

    public WelcomeParticipations With(WelcomeParticipation participation) =>
        new(Find(participation.Campaign.Id) is { } known ? All.Replace(known, participation) : All.Add(participation));
}
