using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Rewards;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class RewardGrain(
    [PersistentState(StateNames.Reward, StorageNames.Ledger)] IPersistentState<Stored<Reward>> state)
    : RecordGrain<Reward>(state), IRewardGrain
{
    public Task KeepAsync(Reward reward) => SaveAsync(Record is { } known && known.Revision >= reward.Revision ? known : reward);

    public Task<Reward?> GetAsync() => Task.FromResult(Record);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Stored<Reward>))]
internal sealed partial class RewardJson : JsonSerializerContext;
