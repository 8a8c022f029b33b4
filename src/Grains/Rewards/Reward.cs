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

    /// <summary>Whole bonuses that the monthly cap has taken from the reward in its life: they are never paid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    [Id(8)]
    public long Cut { get; init; }

    [JsonIgnore]
    public long Credited => Credits.Sum(credit => credit.Bonuses);

    /// <summary>The most that it may ever credit at its worth.</summary>
    [JsonIgnore]
    public long Payable => Math.Max(0, Bonuses - Cut);

    public static Reward FromFirstReport(RewardReport report) => new()
    {
        Id = report.RewardId,
        Kind = report.Kind,
        Subject = report.Subject,
        Bonuses = report.Bonuses,
        Revision = report.Revision,
        Group = report.Group,
    };

    /// <summary>
    /// The reward by a newer snapshot. A record from before <see cref="Cut"/> was kept knows what was cut as over the limit.
    /// </summary>
    public Reward With(RewardReport report) => this with
    {
        Subject = report.Subject,
        Bonuses = report.Bonuses,
        Revision = report.Revision,
        Cut = Math.Max(Cut, OverLimit),
    };

    /// <summary>With what is credited now; the rest is over the limit.</summary>
    /// <param name="cut">What the cap takes now.</param>
    public Reward WithCredits(ImmutableArray<Credit> credits, long cut)
    {
        var credited = this with { Credits = credits, Cut = Cut + cut };
        return credited with { OverLimit = Bonuses - credited.Credited };
    }
}
