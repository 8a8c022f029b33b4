using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Receipts;

namespace Cashback.Api.Account;

/// <param name="Qr">The text of the receipt's QR code: <c>t=…&amp;s=…&amp;fn=…&amp;i=…&amp;fp=…&amp;n=1</c>.</param>
public sealed record ReceiptRequest(string Qr);

/// <summary>A receipt of an offline purchase.</summary>
/// <param name="BoughtAt">By the till's wall clock, without a zone.</param>
/// <param name="Reason">Why it brings nothing; left out while that is not so.</param>
/// <param name="Missed">The promotion that the reason speaks of, with what it asks for; left out where it speaks of none.</param>
/// <param name="CheckedBy">Until when the fiscal-data service is asked.</param>
/// <param name="Bonuses">What its goods are worth; left out while unknown.</param>
/// <param name="Credited">What was credited of it: the rest was over the monthly limit.</param>
/// <param name="Lines">What is on it, once it is checked.</param>
public sealed record ReceiptBody(
    string Id,
    ReceiptStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptReason? Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MissedPromotionBody? Missed,
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
        receipt.Missed is { } missed ? MissedPromotionBody.Of(missed) : null,
        receipt.BoughtAt,
        Money.Rubles(receipt.Sum),
        receipt.Retailer,
        receipt.SentAt,
        receipt.CheckedBy,
        receipt.Bonuses,
        receipt.Credited,
        [.. receipt.Lines.Select(ReceiptLineBody.Of)]);
}

/// <summary>A promotion whose conditions a receipt does not fulfil.</summary>
/// <param name="MinSum">What its goods must come to.</param>
/// <param name="Sum">What its goods on the receipt come to.</param>
/// <param name="Regions">Codes or words of the till's address; empty: all.</param>
public sealed record MissedPromotionBody(
    string Id, string Name, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, Money MinSum, Money Sum, IReadOnlyList<string> Regions)
{
    public static MissedPromotionBody Of(MissedPromotion missed) => new(
        missed.Id, missed.Name, missed.From, missed.To, Money.Rubles(missed.MinSum), Money.Rubles(missed.Sum), missed.Regions);
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
        line.Name, DecimalText.Of(line.Quantity), Money.Rubles(line.Sum), line.PromotionId,
        line.Percent is { } percent ? DecimalText.Of(percent) : null);
}
