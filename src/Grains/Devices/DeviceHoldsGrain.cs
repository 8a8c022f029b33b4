using System.Collections.Immutable;
using Cashback.Storage;

namespace Cashback.Devices;

/// <summary>IMEI → since when its sale waits for a person.</summary>
internal sealed record DeviceHolds(ImmutableSortedDictionary<string, DateTimeOffset> Since)
{
    public const int CountMax = 1_000;

    public static DeviceHolds None { get; } = new(ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal));

    /// <returns>Null: too many wait already.</returns>
    public DeviceHolds? Put(Imei imei, DateTimeOffset since) => Since.ContainsKey(imei.Digits) ? this
        : Since.Count < CountMax ? new(Since.Add(imei.Digits, since))
        : null;

    public DeviceHolds Remove(Imei imei) => Since.ContainsKey(imei.Digits) ? new(Since.Remove(imei.Digits)) : this;
}

internal sealed class DeviceHoldsGrain(
    [PersistentState(StateNames.DeviceHolds, StorageNames.Records)] IPersistentState<Stored<DeviceHolds>> state)
    : RecordGrain<DeviceHolds>(state), IDeviceHoldsGrain
{
    private DeviceHolds Holds => Record ?? DeviceHolds.None;

    public async Task<bool> PutAsync(Imei imei, DateTimeOffset since)
    {
        if (Holds.Put(imei, since) is not { } next)
        {
            return false;
        }

        await SaveIfNewAsync(next);
        return true;
    }

    public Task RemoveAsync(Imei imei) => SaveIfNewAsync(Holds.Remove(imei));

    public Task<IReadOnlyList<HeldDevice>> ListAsync() => Task.FromResult<IReadOnlyList<HeldDevice>>(
        [.. Holds.Since.OrderBy(held => held.Value).Select(held => new HeldDevice(new Imei(held.Key), held.Value))]);

    private Task SaveIfNewAsync(DeviceHolds next) => ReferenceEquals(next, Holds) ? Task.CompletedTask : SaveAsync(next);
}
