using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Rewards;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>How the rewards of a record changed; what is null is as it was.</summary>
/// <param name="Open">Those of the running month.</param>
/// <param name="Archived">Whether some have left the record.</param>
/// <param name="Totals">What was credited by group, over all months.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RewardsChange(ListChange<Reward>? Open, bool? Archived, ImmutableArray<RewardTotal>? Totals)
{
    public static RewardsChange? Between(RewardBook? before, RewardBook? after)
    {
        if (ReferenceEquals(before, after) || after is null)
        {
            return null;
        }

        var older = before ?? RewardBook.None;
        return new(
            ListChange<Reward>.Between(older.Open, after.Open, (one, other) => one.Id == other.Id),
            older.Archived == after.Archived ? null : after.Archived,
            older.Totals == after.Totals ? null : after.Totals);
    }

    public RewardBook Apply(RewardBook? before)
    {
        var older = before ?? RewardBook.None;
        return new()
        {
            Open = Open?.Apply(older.Open) ?? older.Open,
            Archived = Archived ?? older.Archived,
            Totals = Totals ?? older.Totals,
        };
    }
}
