using Cashback.Programme;
using Cashback.Purchases;
using Cashback.Rewards;

namespace Cashback.Subscribers;

/// <summary>What is earned and is no purchase: referrals, promotions, receipts.</summary>
internal sealed partial record Subscriber
{
    private RewardBook RewardsOrNone => Rewards ?? RewardBook.None;

    public Reward? FindReward(string rewardId) => RewardsOrNone.Find(rewardId);

    /// <summary>The reward may have left with a closed month: its own grain has to be queried before the id counts as new.</summary>
    public bool MayBeArchived(string rewardId) => RewardsOrNone.Archived && FindReward(rewardId) is null;

    /// <summary>An archived reward is back in the record, to be decided on; none, or one that came back meanwhile: as it is.</summary>
    public Subscriber With(Reward? archived) => archived is null || FindReward(archived.Id) is not null
        ? this
        : this with { Rewards = RewardsOrNone with { Open = RewardsOrNone.Open.Add(archived) } };

    /// <summary>A snapshot of what a reward is worth: the difference is credited within the cap, or taken back.</summary>
    public (Subscriber Next, RewardVerdict Verdict) Report(RewardReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(report.Bonuses, nameof(report));
        var known = FindReward(report.RewardId);
        if (Left is not null || (known is not null && report.Revision <= known.Revision))
        {
            return (this, new RewardVerdict(ReportResult.Unchanged, known?.Credited ?? 0, known?.OverLimit ?? 0));
        }

        var worth = known?.With(report) ?? Reward.FromFirstReport(report);
        var next = worth.Payable >= (known?.Credited ?? 0) ? Raise(known, worth, report, now, rules) : Lower(known!, worth, report, now);
        var reward = next.FindReward(report.RewardId)!;
        return (next, new RewardVerdict(ReportResult.Applied, reward.Credited, reward.OverLimit));
    }

    /// <summary>The reward's own grain has it: unless it changed meanwhile, it leaves the record.</summary>
    public Subscriber RewardArchived(ArchiveReward entry, RewardDelivered delivery)
    {
        var reward = FindReward(entry.RewardId);
        if (reward is not null && reward.Revision != delivery.Revision)
        {
            return this;
        }

        var next = Without(entry);
        return reward is null
            ? next
            : next with { Rewards = RewardsOrNone with { Open = RewardsOrNone.Open.Remove(reward), Archived = true } };
    }

    private Subscriber Raise(Reward? known, Reward worth, RewardReport report, DateTimeOffset now, ProgrammeRules rules)
    {
        var (accrual, credited, over) = Accrual.Credit(worth.Payable - worth.Credited, rules.MonthlyCap);
        var reward = worth.WithCredits(worth.Credits.Plus(Accrual.Month, credited), over);
        var next = this with { Accrual = accrual, Balance = Balance.Credit(credited), Rewards = RewardsOrNone.With(known, reward) };
        return credited + over == 0
            ? next
            : next.LogReward(report, now, Texts.Rewarded(report.Kind), credited)
                .LogCut(over, now, report)
                .Send(TemplateOf(report.Kind), ("bonuses", credited.Text()), ("over", over.Text()));
    }

    private Subscriber Lower(Reward known, Reward worth, RewardReport report, DateTimeOffset now)
    {
        var taken = worth.Credited - worth.Payable;
        var (next, credits) = TakeBack(worth.Credits, taken);
        return (next with { Rewards = next.RewardsOrNone.With(known, worth.WithCredits(credits, 0)) })
            .LogReward(report, now, Texts.RewardTakenBack(report.Kind), -taken)
            .Send("reward-taken-back", ("bonuses", taken.Text()), ("reason", report.Reason ?? Texts.SubjectOf(report)));
    }

    private Subscriber LogReward(RewardReport report, DateTimeOffset now, string title, long bonuses)
    {
        var subject = Texts.SubjectOf(report);
        return Log(now, new(LineType(report.Kind), title, report.Reason is { } why ? $"{subject}: {why}" : subject, bonuses) { RewardId = report.RewardId });
    }

    private Subscriber LogCut(long over, DateTimeOffset now, RewardReport report) => over == 0
        ? this
        : Log(now, new("overLimit", Texts.OverLimit(over), Texts.OverLimitReason, 0) { RewardId = report.RewardId });

    private static string LineType(RewardKind kind) => kind == RewardKind.Receipt ? "receipt" : "reward";

    private static string TemplateOf(RewardKind kind) => kind switch
    {
        RewardKind.ReferralFriend => "reward-friend",
        RewardKind.ReferralInviter => "reward-inviter",
        RewardKind.Welcome => "reward-welcome",
        _ => "reward-receipt",
    };
}
