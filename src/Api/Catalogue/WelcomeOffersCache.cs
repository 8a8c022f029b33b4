using Cashback.Campaigns;

namespace Cashback.Api.Catalogue;

/// <param name="BudgetLeft">There is a reward left.</param>
public sealed record WelcomeOffer(Campaign Campaign, bool BudgetLeft);

/// <summary>The welcome campaigns that run, at most a second old.</summary>
public sealed class WelcomeOffersCache
{
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly ShortLivedCopy<IReadOnlyList<WelcomeOffer>> _offers;

    public WelcomeOffersCache(IGrainFactory grains, TimeProvider clock)
    {
        (_grains, _clock) = (grains, clock);
        _offers = new(TimeSpan.FromSeconds(1), clock, ReadAsync);
    }

    public Task<IReadOnlyList<WelcomeOffer>> GetAsync() => _offers.GetAsync();

    private async Task<IReadOnlyList<WelcomeOffer>> ReadAsync()
    {
        var now = _clock.GetUtcNow();
        var campaigns = await _grains.GetGrain<ICampaignsGrain>(GrainKeys.Campaigns).ListAsync();
        return await Task.WhenAll(campaigns.Where(campaign => campaign.Welcome is not null && campaign.Runs(now)).Select(OfferAsync));
    }

    private async Task<WelcomeOffer> OfferAsync(Campaign campaign)
    {
        var reserved = await _grains.GetGrain<IWelcomeBudgetGrain>(GrainKeys.WelcomeBudget(campaign.Id)).GetReservedAsync();
        return new WelcomeOffer(campaign, reserved + campaign.Welcome!.Reward <= campaign.Welcome.Budget);
    }
}
