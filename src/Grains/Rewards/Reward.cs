using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Purchases;
using Cashback.Subscribers;

namespace Cashback.Rewards;

/// <summary>Something earned that is no purchase, as its subscriber's record holds it. Bonuses = credited + over the limit.</summary>
[GenerateSerializer, Immutable, Alias("reward-record")]
public sealed record Reward
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required RewardKind Kind { get; init; }

    [Id(2)] public required string Subject { get; init; }

    /// <summary>What it is worth by the newest report.</summary>
    [Id(3)] public required long Bonuses { get; init; }

    [Id(4)] public required long Revision { get; init; }

    [Id(5)] public ImmutableArray<Credit> Credits { get; init; } = [];

    [Id(6)] public long OverLimit { get; init; }

    [Id(7)] public string? Group { get; init; }

    [JsonIgnore]
    public long Credited => Credits.Sum(credit => credit.Bonuses);
}
