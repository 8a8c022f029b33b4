using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>
/// The welcome promotion: a fixed reward for the first confirmed purchase of at least an amount. The campaign is queried
/// through the outbox, and what it grants is a reward of the subscriber's own, reported in the same way.
/// </summary>
internal sealed partial record Subscriber
{
    /// <summary>After a report: claims the reward of each campaign that this purchase is the first to earn.</summary>
    public Subscriber ClaimWelcome(OrderKey order, IReadOnlyList<Campaign> offered)
    {
        var next = this;
        foreach (var campaign in Left is null ? offered : [])
        {
            var participation = next.Welcome?.Find(campaign.Id);
            if (participation is null or { Wanted: false, Refused: false }
                && next.FindPurchase(order) is { } purchase
                && WelcomeParticipation.Suits(participation?.Campaign ?? campaign, purchase, RegisteredAt))
            {
                next = next.ClaimWelcomeReward(
                    (participation ?? new WelcomeParticipation(campaign, order, false, 0)) with { Order = order, Wanted = true });
            }
        }

        return next;
    }

    /// <summary>The purchase of a claim no longer counts: another one of the record takes its place, or the claim is given back.</summary>
    private Subscriber UpdateWelcomeClaims(Purchase after)
    {
        var next = this;
        foreach (var participation in Welcome?.All ?? [])
        {
            if (!participation.Wanted
                || participation.Refused
                || participation.Order != after.Order
                || WelcomeParticipation.Suits(participation.Campaign, after, RegisteredAt))
            {
                continue;
            }

            next = Purchases.Where(purchase => WelcomeParticipation.Suits(participation.Campaign, purchase, RegisteredAt)).OrderBy(
                purchase => purchase.RegisteredAt).FirstOrDefault() is { } other
                ? next with { Welcome = next.Welcome!.With(participation with { Order = other.Order }) }
                : next.ReturnWelcomeReward(participation);
        }

        return next;
    }

    /// <summary>The campaign's answer to a claim.</summary>
    public Subscriber WelcomeClaimAnswered(ClaimWelcomeReward entry, WelcomeClaimAnswered delivery, DateTimeOffset now)
    {
        if (Welcome?.Find(entry.CampaignId) is not { } participation || participation.Revision != delivery.Revision)
        {
            return entry.Revision == delivery.Revision ? Without(entry) : this;
        }

        var answered = participation with { Result = delivery.Result };
        var next = Without(entry) with { Welcome = Welcome.With(answered) };
        return delivery.Result switch
        {
            ClaimResult.Granted => next.ReportRewardTo(Id, RewardOf(answered, participation.Campaign.Welcome!.Reward)),
            ClaimResult.HadBefore => next.Log(now, new("reward", participation.Campaign.Name, Texts.RewardHadBefore, 0)),
            ClaimResult.BudgetSpent => next.Log(now, new("reward", participation.Campaign.Name, Texts.RewardBudgetSpent, 0))
                .Send("welcome-spent", ("store", participation.Campaign.Name)),
            _ => next,
        };
    }

    private Subscriber ReturnWelcomeReward(WelcomeParticipation participation)
    {
        var given = participation with { Wanted = false };
        var next = ClaimWelcomeReward(given);
        return participation.Result == ClaimResult.Granted
            ? next.ReportRewardTo(Id, RewardOf(given with { Revision = given.Revision + 1 }, 0))
            : next;
    }

    private Subscriber ClaimWelcomeReward(WelcomeParticipation participation)
    {
        var asked = participation with { Revision = participation.Revision + 1, Result = null };
        return this with { Welcome = (Welcome ?? new WelcomeParticipations([])).With(asked), Outbox = Outbox.ClaimWelcomeReward(asked) };
    }

    private static RewardReport RewardOf(WelcomeParticipation participation, long bonuses) =>
        new($"welcome:{participation.Campaign.Id}", RewardKind.Welcome, bonuses, participation.Revision, participation.Campaign.Name);
}
