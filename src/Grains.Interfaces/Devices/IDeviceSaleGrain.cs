using Cashback.Transfers;

namespace Cashback.Devices;

/// <summary>
/// One device and its reward, key <c>device:IMEI</c>: a device is rewarded once, however often and by whichever shop it is
/// reported.
/// </summary>
[Alias("device-sale")]
public interface IDeviceSaleGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a till's report and pays the reward into the wallet at once; where the wallet gives no answer, it is called
    /// again with the same key until it does. The same report again gets the first answer (or goes on asking); after a
    /// refusal of the wallet another report, with a corrected number, is a new attempt.
    /// The reward is at most the price. What is unusual waits for a person.
    /// Rejections: <c>no-promotion</c>, <c>budget-exhausted</c>, <c>wallet-limit-reached</c>, <c>device-already-rewarded</c>,
    /// <c>device-sale-in-progress</c>.
    /// </summary>
    [Alias("report")]
    Task<Outcome<DeviceSaleView>> ReportAsync(DeviceSaleReport report);

    /// <summary>
    /// A person releases or declines a held sale. Repeated: the same answer. Rejections: <c>not-found</c>, <c>device-sale-not-held</c>.
    /// </summary>
    [Alias("decide")]
    Task<Outcome<DeviceSaleView>> DecideAsync(DeviceHoldDecision decision);

    /// <summary>Null if the device was never reported, or nothing came of it.</summary>
    [Alias("get")]
    Task<DeviceSaleView?> GetAsync();
}

/// <param name="ShopId">Whose till it is.</param>
/// <param name="Sku">The shop's article; null: the till gives none.</param>
/// <param name="Phone">The wallet's number, of any operator.</param>
[GenerateSerializer, Immutable, Alias("device-sale-report")]
public sealed record DeviceSaleReport(
    [property: Id(0)] Imei Imei,
    [property: Id(1)] string ShopId,
    [property: Id(2)] string? Sku,
    [property: Id(3)] decimal Price,
    [property: Id(4)] Phone Phone,
    [property: Id(5)] string ReceiptId);

[GenerateSerializer, Alias("device-sale-status")]
public enum DeviceSaleStatus
{
    /// <summary>The wallet has not answered yet; it is called again.</summary>
    Paying,

    /// <summary>The money is in the wallet.</summary>
    Paid,

    /// <summary>The wallet refused; nothing moved, and the budget has its money back.</summary>
    Refused,

    /// <summary>It waits for a person; the budget has its money reserved.</summary>
    Held,

    /// <summary>A person declined it; nothing moved, and the budget has its money back.</summary>
    Declined,
}

/// <param name="Reward">Rubles and kopecks.</param>
/// <param name="Attempt">From 1; a report after a refusal is the next one.</param>
/// <param name="WalletKey">The idempotency key under which the wallet service knows the payment.</param>
/// <param name="Stuck">No answer for 24 hours: still being retried, but somebody should look.</param>
/// <param name="Hold">If it waits, or waited, for a person.</param>
[GenerateSerializer, Immutable, Alias("device-sale-view")]
public sealed record DeviceSaleView(
    [property: Id(0)] DeviceSaleReport Report,
    [property: Id(1)] string PromotionId,
    [property: Id(2)] string Model,
    [property: Id(3)] decimal Reward,
    [property: Id(4)] DeviceSaleStatus Status,
    [property: Id(5)] int Attempt,
    [property: Id(6)] string WalletKey,
    [property: Id(7)] Transfer Transfer,
    [property: Id(8)] bool Stuck,
    [property: Id(9)] DeviceHold? Hold = null);
