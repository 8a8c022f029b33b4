using Cashback.Campaigns;
using Cashback.Purchases;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private ValueTask<IReadOnlyList<Campaign>> OfferedAsync(OrderReport report) =>
        report.Status == ReportedStatus.Confirmed
            ? lookups.Welcome.OfferedAsync(report.ClickedAt)
            : ValueTask.FromResult<IReadOnlyList<Campaign>>([]);

    async Task<WelcomeClaimAnswered> IOutboxReceivers.DeliverAsync(ClaimWelcomeReward asked, Subscriber subscriber)
    {
        var hash = await codes.Numbers.OfAsync(subscriber.Phone);
        var result = await GrainFactory.GetGrain<IWelcomeClaimsGrain>(GrainKeys.WelcomeClaims(asked.CampaignId, ClaimBook.Of(hash)))
            .ClaimAsync(new WelcomeClaim(hash, Id, asked.Wanted, asked.Reward, asked.Revision));
        return new WelcomeClaimAnswered(asked.Id, asked.Revision, result);
    }
}
