using System.Text.Json.Serialization;
using Cashback.Devices;

namespace Cashback.Api.PointOfSale;

/// <summary>A sold device, as the till reports it.</summary>
/// <param name="Price">What the device cost, in rubles.</param>
/// <param name="Phone">The wallet's number, of any operator.</param>
/// <param name="ReceiptId">The till's own number of the receipt.</param>
/// <param name="Sku">The shop's article, where promotions name devices by it.</param>
public sealed record DeviceSaleRequest(string Imei, Money Price, Phone Phone, string ReceiptId, string? Sku = null);

/// <summary>What came of the sale of one device.</summary>
/// <param name="Status"><c>paid</c>, <c>paying</c> (the wallet has not answered yet and is asked again), <c>refused</c> by the
/// wallet, <c>held</c> (a person looks at it first) or <c>declined</c> by one.</param>
/// <param name="Phone">The wallet's number, with its middle hidden.</param>
/// <param name="Attempt">From 1; a report after a refusal is the next one.</param>
/// <param name="WalletKey">Under which the wallet service knows the payment.</param>
/// <param name="Reason">Why the wallet refused.</param>
/// <param name="Hold">For operations: why it waits, or waited, for a person, and what they decided.</param>
/// <param name="Stuck">No answer for 24 hours: still being asked for, but somebody should look.</param>
public sealed record DeviceSaleBody(
    string Imei,
    string PromotionId,
    string Model,
    Money Reward,
    DeviceSaleStatus Status,
    string Phone,
    string ShopId,
    string ReceiptId,
    DateTimeOffset At,
    int Attempt,
    string WalletKey,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason,
    bool Stuck,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DeviceHold? Hold = null)
{
    /// <summary>With what is none of a till's business.</summary>
    public static DeviceSaleBody ForOperations(DeviceSaleView sale) => Of(sale) with { Hold = sale.Hold };

    public static DeviceSaleBody Of(DeviceSaleView sale) => new(
        sale.Report.Imei.Digits,
        sale.PromotionId,
        sale.Model,
        Money.Rubles(sale.Reward),
        sale.Status,
        sale.Report.Phone.Masked,
        sale.Report.ShopId,
        sale.Report.ReceiptId,
        sale.Transfer.StartedAt,
        sale.Attempt,
        sale.WalletKey,
        sale.Transfer.Answer?.Reason,
        sale.Stuck);
}
