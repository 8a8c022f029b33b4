namespace Cashback.Devices;

/// <summary>What protects a promotion's budget from tills that report what was never sold.</summary>
/// <param name="PerWalletPerMonth">Rewards that one wallet's number can have in a month of the programme's calendar.</param>
/// <param name="PerShopPerHour">Rewards that one shop can report within an hour; what is over it waits for a person.</param>
/// <param name="HeldFromPercent">A reward of so much of the price, or more, waits for a person.</param>
/// <param name="AlarmPerHour">Rubles reserved within an hour from which operations are alarmed.</param>
[GenerateSerializer, Immutable, Alias("device-limits")]
public sealed record DeviceLimits(
    [property: Id(0)] int PerWalletPerMonth,
    [property: Id(1)] int PerShopPerHour,
    [property: Id(2)] decimal HeldFromPercent,
    [property: Id(3)] decimal AlarmPerHour)
{
    public const int CountMax = 1_000_000;
    public const decimal PercentMax = 1_000;
}

/// <summary>Why a sale waits for a person.</summary>
[GenerateSerializer, Alias("device-hold-reason")]
public enum DeviceHoldReason
{
    /// <summary>The reward is a large part of the price.</summary>
    Price,

    /// <summary>The shop has reported more within the hour than its limit.</summary>
    ShopRate,
}

/// <summary>A sale that waits, or waited, for a person.</summary>
/// <param name="Released">Null: nobody has decided yet.</param>
/// <param name="By">Who decided.</param>
/// <param name="Reason">Theirs.</param>
[GenerateSerializer, Immutable, Alias("device-hold")]
public sealed record DeviceHold(
    [property: Id(0)] DeviceHoldReason Why,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] bool? Released = null,
    [property: Id(3)] string? By = null,
    [property: Id(4)] string? Reason = null);

/// <summary>A person's decision on a held sale.</summary>
/// <param name="Release">The reward is paid; else it is declined.</param>
[GenerateSerializer, Immutable, Alias("device-hold-decision")]
public sealed record DeviceHoldDecision(
    [property: Id(0)] bool Release, [property: Id(1)] string By, [property: Id(2)] string? Reason);

/// <summary>How often something may happen within a while, key <c>devicequota:PROMOTION:WHAT</c>.</summary>
[Alias("device-quota")]
public interface IDeviceQuotaGrain : IGrainWithStringKey
{
    /// <summary>Counts one use. Repeated with the same id: counted once.</summary>
    /// <param name="since">What was used before it does not count any more.</param>
    /// <returns>False: the limit is reached.</returns>
    [Alias("take")]
    Task<bool> TakeAsync(string id, int limit, DateTimeOffset since);

    /// <summary>The use came to nothing. Repeated: changes nothing.</summary>
    [Alias("give-back")]
    Task GiveBackAsync(string id);
}

/// <summary>The devices whose sale waits for a person, key <c>deviceholds:all</c>.</summary>
[Alias("device-holds")]
public interface IDeviceHoldsGrain : IGrainWithStringKey
{
    /// <returns>False: too many wait already.</returns>
    [Alias("put")]
    Task<bool> PutAsync(Imei imei, DateTimeOffset since);

    [Alias("remove")]
    Task RemoveAsync(Imei imei);

    /// <summary>The oldest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<HeldDevice>> ListAsync();
}

[GenerateSerializer, Immutable, Alias("held-device")]
public sealed record HeldDevice([property: Id(0)] Imei Imei, [property: Id(1)] DateTimeOffset Since);
