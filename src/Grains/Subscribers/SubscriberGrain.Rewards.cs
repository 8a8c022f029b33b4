using Cashback.Purchases;
using Cashback.Rewards;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    private const int RewardIdLengthMax = 200;

    public async Task<RewardVerdict> RewardAsync(RewardReport report)
    {
        if (report.RewardId is not { Length: > 0 and <= RewardIdLengthMax })
        {
            throw new ArgumentException($"A reward's id has 1 to {RewardIdLengthMax} characters.", nameof(report));
        }

        if (Record is null)
        {
            return new RewardVerdict(ReportResult.Unattributable, 0, 0, "unknown-subscriber");
        }

        var archived = Current.MayBeArchived(report.RewardId) ? await FindArchivedAsync(report.RewardId) : null;
        var current = Current;
        var basis = current.With(archived);
        var (next, verdict) = basis.Report(report, Now, rules);
        await CommitAsync(ReferenceEquals(next, basis) ? current : next);
        return verdict;
    }

    private Task<Reward?> FindArchivedAsync(string rewardId) =>
        GrainFactory.GetGrain<IRewardGrain>(GrainKeys.Reward(Id, rewardId)).GetAsync();

    private async Task<Delivery> KeepAsync(Subscriber subscriber, KeepReward entry)
    {
        if (subscriber.FindReward(entry.RewardId) is not { } reward)
        {
            return new Delivery(entry.Id);
        }

        await GrainFactory.GetGrain<IRewardGrain>(GrainKeys.Reward(Id, reward.Id)).KeepAsync(reward);
        return new Delivery(entry.Id, LongRevision: reward.Revision);
    }
}
