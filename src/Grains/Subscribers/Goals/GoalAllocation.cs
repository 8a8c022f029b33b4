using System.Collections.Immutable;

namespace Cashback.Subscribers;

/// <summary>Bonuses that a settlement gives to a goal: a top-up to pay out, or savings to set aside.</summary>
internal sealed record Allocation(Goal Goal, long Bonuses);

/// <summary>
/// Spends the available balance on the goals by priority (domain.md, "Settlement"): a topUp takes up to its limit, the
/// smartphone up to what its target lacks; a filled goal passes the rest to the next; what no goal takes stays.
/// </summary>
internal static class GoalAllocation
{
    /// <param name="available">Below zero or zero: nothing is spent.</param>
    /// <param name="topUpCeiling">For all top-ups together; null: none.</param>
    public static ImmutableArray<Allocation> Spend(long available, IEnumerable<Goal> servedGoals, long savings, long? topUpCeiling)
    {
        var allocations = ImmutableArray.CreateBuilder<Allocation>();
        var left = Math.Max(0, available);
        var ceiling = topUpCeiling ?? long.MaxValue;
        foreach (var goal in servedGoals)
        {
            var takes = Math.Min(left, GoalRules.Takes(goal, savings, ceiling));
            if (takes <= 0)
            {
                continue;
            }

            allocations.Add(new Allocation(goal, takes));
            left -= takes;
            ceiling -= goal.Type == GoalType.TopUp ? takes : 0;
        }

        return allocations.ToImmutable();
    }
}
