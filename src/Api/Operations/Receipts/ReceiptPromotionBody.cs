using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Receipts;

namespace Cashback.Api.Operations;

/// <summary>
/// A promotion of receipts as operations put it. A condition that is left out holds for all; one of retailers, brand and goods
/// is needed.
/// </summary>
/// <param name="Retailers">Tax numbers (INN) of 10 or 12 digits.</param>
/// <param name="Brand">Its words stand in the line's name.</param>
/// <param name="Goods">Patterns, one of which fits the line's name: all its words stand there; a <c>*</c> at a word's end:
/// whatever follows.</param>
/// <param name="Regions">Region codes (<c>77</c>) or words of the till's address.</param>
/// <param name="MinSum">Rubles that the lines it matches must come to.</param>
/// <param name="Percent">5 means 5 %.</param>
/// <param name="Shop">The shop as people know it; left out: the promotion's name stands for it.</param>
/// <param name="ValidFrom">Inclusive, by the till's wall clock; left out, or past: from now.</param>
/// <param name="ValidTo">Exclusive; left out: until it is ended.</param>
public sealed record ReceiptPromotionRequest(
    string Name,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal Percent,
    IReadOnlyList<string?>? Retailers = null,
    string? Brand = null,
    IReadOnlyList<string?>? Goods = null,
    IReadOnlyList<string?>? Regions = null,
    Money? MinSum = null,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null,
    string? Shop = null)
{
    public ReceiptPromotion PromotionOf(string id) => new()
    {
        Id = id,
        Name = Name.Trim(),
        ShopName = string.IsNullOrWhiteSpace(Shop) ? null : Shop.Trim(),
        Retailers = Texts(Retailers),
        Brand = string.IsNullOrWhiteSpace(Brand) ? null : Brand.Trim(),
        Goods = Texts(Goods),
        Regions = Texts(Regions),
        MinSum = MinSum?.Amount ?? 0,
        Percent = Percent,
        From = ValidFrom ?? DateTimeOffset.MinValue,
        To = ValidTo,
    };

    private static List<string> Texts(IReadOnlyList<string?>? texts) => [.. (texts ?? []).Select(text => text?.Trim() ?? "").Distinct()];
}

/// <param name="State"><c>planned</c>, <c>running</c> or <c>ended</c>.</param>
public sealed record ReceiptPromotionBody(
    string Id,
    string Name,
    string State,
    string Percent,
    IReadOnlyList<string> Retailers,
    string? Brand,
    IReadOnlyList<string> Goods,
    IReadOnlyList<string> Regions,
    Money MinSum,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo,
    string? Shop)
{
    public static ReceiptPromotionBody Of(ReceiptPromotion promotion, DateTimeOffset now) => new(
        promotion.Id,
        promotion.Name,
        promotion.HasEnded(now) ? "ended" : promotion.Runs(now) ? "running" : "planned",
        DecimalText.Of(promotion.Percent),
        promotion.Retailers,
        promotion.Brand,
        promotion.Goods,
        promotion.Regions,
        Money.Rubles(promotion.MinSum),
        promotion.From,
        promotion.To,
        promotion.Shop());
}
