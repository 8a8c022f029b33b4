using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>
/// The welcome promotion: a fixed reward for the first confirmed purchase of at least an amount. The campaign is asked
/// through the outbox, and what it grants is a reward of one's own, told the same way.
/// </summary>
internal sealed partial record Subscriber
{
    /// <summary>After a report: claims the reward of each campaign that this purchase is the first to earn.</summary>
    public Subscriber ClaimWelcome(OrderKey order, IReadOnlyList<Campaign> offered)
    {
        var next = this;
        foreach (var campaign in Left is null ? offered : [])
        {
            var take = next.Welcome?.Find(campaign.Id);
            if (take is null or { Wanted: false, Refused: false }
                && next.FindPurchase(order) is { } purchase && WelcomeTake.Suits(take?.Campaign ?? campaign, purchase, RegisteredAt))
            {
                next = next.Ask((take ?? new WelcomeTake(campaign, order, false, 0)) with { Order = order, Wanted = true });
            }
        }

        return next;
    }

    /// <summary>The purchase of a claim no longer stands: another one of the record takes its place, or the claim is given back.</summary>
    private Subscriber KeepWelcome(Purchase after)
    {
        var next = this;
        foreach (var take in Welcome?.All ?? [])
        {
            if (!take.Wanted || take.Refused || take.Order != after.Order || WelcomeTake.Suits(take.Campaign, after, RegisteredAt))
            {
                continue;
            }

            next = Purchases.Where(purchase => WelcomeTake.Suits(take.Campaign, purchase, RegisteredAt)).OrderBy(purchase => purchase.RegisteredAt).FirstOrDefault() is { } other
                ? next with { Welcome = next.Welcome!.With(take with { Order = other.Order }) }
                : next.GiveBack(take);
        }

        return next;
    }

    /// <summary>The campaign's answer to a claim.</summary>
    public Subscriber WelcomeClaimAnswered(ClaimWelcomeReward entry, WelcomeClaimAnswered delivery, DateTimeOffset now)
    {
        if (Welcome?.Find(entry.CampaignId) is not { } take || take.Revision != delivery.Revision)
        {
            return entry.Revision == delivery.Revision ? Without(entry) : this;
        }

        var answered = take with { Result = delivery.Result };
        var next = Without(entry) with { Welcome = Welcome.With(answered) };
        return delivery.Result switch
        {
            ClaimResult.Granted => next.Owe(Id, RewardOf(answered, take.Campaign.Welcome!.Reward)),
            ClaimResult.HadBefore => next.Log(now, "reward", take.Campaign.Name, Words.RewardHadBefore, 0),
            ClaimResult.BudgetSpent => next.Log(now, "reward", take.Campaign.Name, Words.RewardBudgetSpent, 0)
                .Send("welcome-spent", ("store", take.Campaign.Name)),
            _ => next,
        };
    }

    private Subscriber GiveBack(WelcomeTake take)
    {
        var given = take with { Wanted = false };
        var next = Ask(given);
        return take.Result == ClaimResult.Granted ? next.Owe(Id, RewardOf(given with { Revision = given.Revision + 1 }, 0)) : next;
    }

    private Subscriber Ask(WelcomeTake take)
    {
        var asked = take with { Revision = take.Revision + 1, Result = null };
        return this with { Welcome = (Welcome ?? new WelcomeTakes([])).With(asked), Outbox = Outbox.ClaimWelcomeReward(asked) };
    }

    private static RewardReport RewardOf(WelcomeTake take, long bonuses) =>
        new($"welcome:{take.Campaign.Id}", RewardKind.Welcome, bonuses, take.Revision, take.Campaign.Name);
}
