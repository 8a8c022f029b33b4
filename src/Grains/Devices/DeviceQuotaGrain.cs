using System.Collections.Immutable;
using Cashback.Storage;

namespace Cashback.Devices;

internal sealed record QuotaUse(string Id, DateTimeOffset At);

/// <summary>The uses that still count; never more than the limit, so it stays small.</summary>
internal sealed record DeviceQuota(ImmutableArray<QuotaUse> Uses)
{
    /// <summary>A wallet's uses count for a calendar month, a shop's for an hour.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    public static DeviceQuota None { get; } = new([]);

    /// <returns>Null: the limit is reached.</returns>
    public DeviceQuota? Take(string id, int limit, DateTimeOffset since, DateTimeOffset now)
    {
        if (Uses.Any(use => use.Id == id))
        {
            return this;
        }

        ImmutableArray<QuotaUse> counting = [.. Uses.Where(use => use.At >= since)];
        return counting.Length < limit ? new([.. counting, new QuotaUse(id, now)]) : null;
    }

    public DeviceQuota GiveBack(string id) => Uses.FirstOrDefault(use => use.Id == id) is { } use ? new(Uses.Remove(use)) : this;
}

[CollectionAgeLimit(Minutes = 5)]
internal sealed class DeviceQuotaGrain(
    [PersistentState(StateNames.DeviceQuota, StorageNames.Records)] IPersistentState<Stored<DeviceQuota>> state, TimeProvider clock)
    : RecordGrain<DeviceQuota>(state), IDeviceQuotaGrain
{
    private DeviceQuota Quota => Record ?? DeviceQuota.None;

    public async Task<bool> TakeAsync(string id, int limit, DateTimeOffset since)
    {
        if (Quota.Take(id, limit, since, clock.GetUtcNow()) is not { } next)
        {
            return false;
        }

        await SaveIfNewAsync(next);
        return true;
    }

    public Task GiveBackAsync(string id) => SaveIfNewAsync(Quota.GiveBack(id));

    private Task SaveIfNewAsync(DeviceQuota next) => ReferenceEquals(next, Quota) ? Task.CompletedTask : SaveAsync(next);
}
