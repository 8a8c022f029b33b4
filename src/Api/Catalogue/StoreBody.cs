using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Campaigns;
using Cashback.Stores;

namespace Cashback.Api.Catalogue;

/// <summary>A store as subscribers see it.</summary>
/// <param name="Rate">What an order without a tariff of its own earns now.</param>
/// <param name="Boosted">Whether a tariff is better than usual at the moment.</param>
/// <param name="Tariffs">In force now or later.</param>
/// <param name="ConfirmationDays">How long the store takes to confirm an order, at most.</param>
public sealed record StoreBody(
    string Id,
    string Name,
    IReadOnlyList<string> Categories,
    RateBody Rate,
    bool Boosted,
    IReadOnlyList<TariffBody> Tariffs,
    int ConfirmationDays,
    string Currency,
    IReadOnlyList<string> Regions,
    string? Conditions,
    IReadOnlyList<string> HowToKeepYourCashback)
{
    public static StoreBody Of(StoreProfile store, DateTimeOffset now, bool english) => new(
        store.Id,
        store.Name,
        store.Categories,
        RateBody.Of(TariffChoice.At(store.Tariffs, now).Rate),
        IsBoosted(store, now),
        [.. store.Tariffs.Where(tariff => tariff.ValidTo is null || tariff.ValidTo > now).Select(TariffBody.Of)],
        store.ConfirmationDays,
        store.Currency,
        store.Regions,
        store.Conditions,
        ShoppingAdvice.Rules(english));

    public static bool IsBoosted(StoreProfile store, DateTimeOffset now) =>
        store.Tariffs.Any(tariff => TariffChoice.IsBoost(tariff, store.Tariffs, now));
}

/// <param name="ValidFrom">Inclusive; null: since ever.</param>
/// <param name="ValidTo">Exclusive; null: without end.</param>
public sealed record TariffBody(
    string Code,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Percent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Fixed,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo)
{
    public static TariffBody Of(Tariff tariff)
    {
        var rate = RateBody.Of(tariff.Rate);
        return new(tariff.Code, tariff.Name, rate.Percent, rate.Fixed, tariff.ValidFrom, tariff.ValidTo);
    }
}

/// <summary>A category of stores, with how many stores it has now.</summary>
public sealed record CategoryBody(string Id, string Name, int Stores);

/// <summary>A rate that is better than usual for a while, or what purchases in ordinary shops earn by their receipts.</summary>
/// <param name="Type"><c>boost</c> (of a store), <c>receipt</c> or <c>welcome</c>.</param>
/// <param name="StoreId">Null for receipts and welcome rewards, as all that is a store's.</param>
/// <param name="UsualRate">What the same tariff pays otherwise.</param>
/// <param name="ValidTo">Exclusive.</param>
/// <param name="Receipt">What the receipt must be like.</param>
/// <param name="Welcome">What the first purchase must be like, and whether there are rewards left.</param>
public sealed record PromotionBody(
    string Type,
    string Id,
    string? StoreId,
    string? StoreName,
    IReadOnlyList<string> Categories,
    string Title,
    RateBody Rate,
    RateBody? UsualRate,
    DateTimeOffset? ValidFrom,
    DateTimeOffset? ValidTo,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReceiptOfferBody? Receipt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WelcomeOfferBody? Welcome = null);

/// <summary>A reward for the first confirmed purchase of at least an amount, once per subscriber and number.</summary>
/// <param name="MinAmount">In rubles; a purchase in another currency is converted.</param>
/// <param name="Reward">Whole bonuses.</param>
/// <param name="Audience"><c>newcomers</c>: who registers while the campaign runs; or <c>everybody</c>.</param>
/// <param name="BudgetLeft">False: the rewards are used up for now.</param>
public sealed record WelcomeOfferBody(Money MinAmount, long Reward, WelcomeAudience Audience, bool BudgetLeft);

/// <summary>Which receipts a promotion is for; what is empty holds for all.</summary>
/// <param name="Shop">The shop as people know it.</param>
/// <param name="Retailers">Tax numbers (INN).</param>
/// <param name="MinSum">What the goods must come to.</param>
public sealed record ReceiptOfferBody(
    string? Shop, IReadOnlyList<string> Retailers, string? Brand, IReadOnlyList<string> Goods, IReadOnlyList<string> Regions, Money MinSum);
