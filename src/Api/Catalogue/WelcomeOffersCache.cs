using Cashback.Campaigns;

namespace Cashback.Api.Catalogue;

/// <param name="BudgetLeft">There is a reward left.</param>
public sealed record WelcomeOffer(Campaign Campaign, bool BudgetLeft);

/// <summary>The welcome campaigns that run, at most a second old: readers cost their grains one question a second for each facade.</summary>
public sealed class WelcomeOffersCache(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private volatile Read? _read;

    public async ValueTask<IReadOnlyList<WelcomeOffer>> GetAsync()
    {
        var now = clock.GetUtcNow();
        if (_read is { } known && now - known.At < Kept && now >= known.At)
        {
            return known.Offers;
        }

        var campaigns = await grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        var offers = await Task.WhenAll(campaigns.Where(campaign => campaign.Welcome is not null && campaign.Runs(now)).Select(OfferAsync));
        _read = new Read(offers, now);
        return offers;
    }

    private async Task<WelcomeOffer> OfferAsync(Campaign campaign)
    {
        var reserved = await grains.GetGrain<IWelcomeBudgetGrain>(GrainKeys.WelcomeBudget(campaign.Id)).GetReservedAsync();
        return new WelcomeOffer(campaign, reserved + campaign.Welcome!.Reward <= campaign.Welcome.Budget);
    }

    private sealed record Read(IReadOnlyList<WelcomeOffer> Offers, DateTimeOffset At);
}
