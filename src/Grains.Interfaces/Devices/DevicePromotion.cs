using System.Collections.Immutable;

namespace Cashback.Devices;

/// <summary>
/// A campaign for devices sold in the operator's shops: real money to the buyer's wallet, while interval and budget last.
/// </summary>
[GenerateSerializer, Immutable, Alias("device-promotion")]
public sealed record DevicePromotion
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required DateTimeOffset From { get; init; }

    /// <summary>The first moment after it.</summary>
    [Id(3)] public required DateTimeOffset To { get; init; }

    /// <summary>Rubles, for all devices together.</summary>
    [Id(4)] public required decimal Budget { get; init; }

    [Id(5)] public required ImmutableArray<DeviceOffer> Devices { get; init; }

    /// <summary>Null: the programme's.</summary>
    [Id(6)] public DeviceLimits? Limits { get; init; }
}

/// <summary>A device of the list, known by its type allocation codes, by the shop's article, or by both together.</summary>
/// <param name="Model">As it is shown.</param>
/// <param name="Tacs">The first eight digits of its IMEIs; empty: any.</param>
/// <param name="Sku">The shop's article; null: any.</param>
/// <param name="Reward">Rubles and kopecks.</param>
[GenerateSerializer, Immutable, Alias("device-offer")]
public sealed record DeviceOffer(
    [property: Id(0)] string Model,
    [property: Id(1)] ImmutableArray<string> Tacs,
    [property: Id(2)] string? Sku,
    [property: Id(3)] decimal Reward);

/// <summary>What a promotion offers for one device.</summary>
/// <param name="Limits">Those of the promotion; null: none.</param>
[GenerateSerializer, Immutable, Alias("device-match")]
public sealed record DeviceMatch(
    [property: Id(0)] string PromotionId, [property: Id(1)] string Model, [property: Id(2)] decimal Reward,
        [property: Id(3)] decimal Budget,
    [property: Id(4)] DeviceLimits? Limits = null);

/// <summary>All device promotions, key <c>devicepromotions:all</c>.</summary>
[Alias("device-promotions")]
public interface IDevicePromotionsGrain : IGrainWithStringKey
{
    /// <summary>Makes or replaces one. Rejections: <c>unacceptable-promotion</c> with its field, <c>wallet-not-configured</c>.</summary>
    [Alias("put")]
    Task<Outcome<DevicePromotion>> PutAsync(DevicePromotion promotion);

    /// <summary>All of them, by id.</summary>
    [Alias("list")]
    Task<IReadOnlyList<DevicePromotion>> ListAsync();

    /// <summary>What the promotions that run now offer for a device, the highest reward first.</summary>
    [Alias("find")]
    Task<IReadOnlyList<DeviceMatch>> FindAsync(Imei imei, string? sku);
}

/// <summary>
/// The budget of one device promotion, key <c>devicebudget:ID</c>. What is reserved and spent never exceeds it, however
/// many sales come at once.
/// </summary>
[Alias("device-budget")]
public interface IDeviceBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves a sum under an id, once; safe to repeat until it is spent or released.</summary>
    /// <param name="alarmPerHour">Rubles reserved within an hour from which operations are alarmed; null: never.</param>
    /// <returns>False: the budget does not have it.</returns>
    [Alias("reserve")]
    Task<bool> ReserveAsync(string id, decimal amount, decimal budget, decimal? alarmPerHour = null);

    /// <summary>What was reserved under the id is paid. Repeated: changes nothing.</summary>
    [Alias("spend")]
    Task SpendAsync(string id);

    /// <summary>What was reserved under the id is free again. Repeated: changes nothing.</summary>
    [Alias("release")]
    Task ReleaseAsync(string id);

    [Alias("get")]
    Task<DeviceBudgetView> GetAsync();
}

/// <param name="Spent">Rubles in wallets.</param>
/// <param name="Reserved">Rubles of sales whose wallet has not answered yet.</param>
/// <param name="Sales">Devices that were rewarded.</param>
[GenerateSerializer, Immutable, Alias("device-budget-view")]
public sealed record DeviceBudgetView([property: Id(0)] decimal Spent, [property: Id(1)] decimal Reserved, [property: Id(2)] long Sales);
