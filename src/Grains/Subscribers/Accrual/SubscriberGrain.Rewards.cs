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

        var unknown = new RewardVerdict(ReportResult.Unattributable, 0, 0, "unknown-subscriber");
        if (Record is null)
        {
            return unknown;
        }

        var archived = Current.MayBeArchived(report.RewardId) ? await FindArchivedAsync(report.RewardId) : null;
        return await DecideAsync(
            (current, now) => current.DecideOn(current.With(archived), revived => revived.Report(report, now, rules)), unknown);
    }

    private Task<Reward?> FindArchivedAsync(string rewardId) =>
        GrainFactory.GetGrain<IRewardGrain>(GrainKeys.Reward(Id, rewardId)).GetAsync();

    async Task<RewardDelivered> IOutboxReceivers.DeliverAsync(ArchiveReward entry, Subscriber subscriber)
    {
        if (subscriber.FindReward(entry.RewardId) is not { } reward)
        {
            return new RewardDelivered(entry.Id);
        }

        await GrainFactory.GetGrain<IRewardGrain>(GrainKeys.Reward(Id, reward.Id)).KeepAsync(reward);
        return new RewardDelivered(entry.Id, reward.Revision);
    }
}
