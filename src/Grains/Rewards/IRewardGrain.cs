using Orleans.Concurrency;

namespace Cashback.Rewards;

/// <summary>
/// A reward of a closed month, key <c>reward:SUB:ID</c>: what its subscriber's record no longer holds, so that a late
/// repetition or a reversal finds it.
/// </summary>
[Alias("reward")]
public interface IRewardGrain : IGrainWithStringKey
{
    /// <summary>Keeps the newest snapshot; an older one or the same again changes nothing.</summary>
    [Alias("keep")]
    Task KeepAsync(Reward reward);

    /// <summary>Null if it never left the record, or is not known at all.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<Reward?> GetAsync();
}
