using System.Collections.Immutable;
using Cashback.Rewards;

namespace Cashback.Subscribers;

/// <summary>The rewards of the running month, and what is to be known of those that left the record with older ones.</summary>
internal sealed record RewardBook
{
    public static RewardBook None { get; } = new();

    public ImmutableArray<Reward> Open { get; init; } = [];

    /// <summary>Rewards have left the record: an unknown id may be one of them, and its own grain has to be queried.</summary>
    public bool Archived { get; init; }

    /// <summary>What was credited by group, over all months.</summary>
    public ImmutableArray<RewardTotal> Totals { get; init; } = [];

    public Reward? Find(string rewardId) => Open.FirstOrDefault(reward => reward.Id == rewardId);

    public long TotalOf(string group) => Totals.FirstOrDefault(total => total.Group == group)?.Bonuses ?? 0;

    public RewardBook With(Reward? before, Reward after)
    {
        var difference = after.Credited - (before?.Credited ?? 0);
        return this with
        {
            Open = before is null ? Open.Add(after) : Open.Replace(before, after),
            Totals = after.Group is { } group && difference != 0 ? Add(group, difference) : Totals,
        };
    }

    private ImmutableArray<RewardTotal> Add(string group, long bonuses)
    {
        var there = Totals.FirstOrDefault(total => total.Group == group);
        return there is null
            ? Totals.Add(new RewardTotal(group, bonuses))
            : Totals.Replace(there, there with { Bonuses = there.Bonuses + bonuses });
    }
}

/// <param name="Bonuses">Whole bonuses that are credited.</param>
internal sealed record RewardTotal(string Group, long Bonuses);
