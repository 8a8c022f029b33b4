using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Receipts;

namespace Cashback.Api.Account;

/// <param name="Qr">The text of the receipt's QR code: <c>t=…&amp;s=…&amp;fn=…&amp;i=…&amp;fp=…&amp;n=1</c>.</param>
public sealed record ReceiptRequest(string Qr);

/// <summary>A receipt of an offline purchase.</summary>
/// <param name="BoughtAt">By the till's wall clock, without a zone.</param>
/// <param name="Reason">Why it brings nothing; left out while that is not so.</param>
/// <param name="CheckedBy">Until when the fiscal-data service is asked.</param>
/// <param name="Bonuses">What its goods are worth; left out while unknown.</param>
/// <param name="Credited">What was credited of it: the rest was over the monthly limit.</param>
/// <param name="Lines">What is on it, once it is checked.</param>
public sealed record ReceiptBody(
    string Id,
    ReceiptStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptReason? Reason,
    DateTime BoughtAt,
    Money Sum,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Retailer,
    DateTimeOffset SentAt,
    DateTimeOffset CheckedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Bonuses,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Credited,
    IReadOnlyList<ReceiptLineBody> Lines)
{
    public static ReceiptBody Of(ReceiptView receipt) => new(
        receipt.Id,
        receipt.Status,
        receipt.Reason,
        receipt.BoughtAt,
        Money.Rubles(receipt.Sum),
        receipt.Retailer,
        receipt.SentAt,
        receipt.CheckedBy,
        receipt.Bonuses,
        receipt.Credited,
        [.. receipt.Lines.Select(ReceiptLineBody.Of)]);
}

/// <param name="Quantity">Pieces, kilograms, …</param>
/// <param name="PromotionId">The promotion that counts for it; left out: none.</param>
public sealed record ReceiptLineBody(
    string Name,
    string Quantity,
    Money Sum,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PromotionId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Percent)
{
    public static ReceiptLineBody Of(ReceiptLine line) => new(
        line.Name, DecimalText.Of(line.Quantity), Money.Rubles(line.Sum), line.PromotionId, line.Percent is { } percent ? DecimalText.Of(percent) : null);
}
