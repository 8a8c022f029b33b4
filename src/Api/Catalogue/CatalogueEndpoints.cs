using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Api.Values;
using Cashback.Catalogue;
using Cashback.Receipts;
using Cashback.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Catalogue;

/// <summary>The catalogue, for everybody.</summary>
public static class CatalogueEndpoints
{
    private const int QueryLengthMax = 100;

    public static IEndpointRouteBuilder MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var catalogue = routes.MapGroup("/api/v1").WithTags("Catalogue").AllowAnonymous();
        catalogue.MapGet("/categories", CategoriesAsync)
            .WithName("ListCategories")
            .WithSummary("The programme's categories, named in Russian, or in English by Accept-Language.");
        catalogue.MapGet("/stores", StoresAsync)
            .WithName("ListStores")
            .WithSummary("Stores by name, category and boost.")
            .WithDescription("q is searched in the name, whatever the case; ё and е are the same. What is empty is taken as left out, as forms send it.");
        catalogue.MapGet("/stores/{storeId}", StoreAsync)
            .WithName("GetStore")
            .WithSummary("One store, with its tariffs and how to keep one's cashback.");
        catalogue.MapGet("/promotions", PromotionsAsync)
            .WithName("ListPromotions")
            .WithSummary("Boosts, promotions of receipts and welcome rewards that are running now, those that end first at the front.");
        return routes;
    }

    private static async Task<Ok<PageBody<CategoryBody>>> CategoriesAsync(HttpRequest request, CatalogueCache catalogue)
    {
        var english = request.PrefersEnglish();
        var stores = (await catalogue.GetAsync()).Search(null).Where(store => store.Active).ToList();
        return TypedResults.Ok(new PageBody<CategoryBody>(
            [.. Categories.All.Select(category => new CategoryBody(
                category.Id,
                english ? category.NameEn : category.NameRu,
                stores.Count(store => store.Categories.Contains(category.Id))))],
            null));
    }

    private static async Task<Results<Ok<PageBody<StoreBody>>, ProblemHttpResult>> StoresAsync(
        string? category, string? q, string? boosted, [AsParameters] PageRequest page, HttpRequest request, CatalogueCache catalogue,
        TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        (category, boosted) = (NullIfEmpty(category), NullIfEmpty(boosted));
        if (category is not null && !Categories.Exists(category))
        {
            return Problem.Invalid("category", new($"One of these is expected: {Categories.Listed}.", $"Нужно одно из значений: {Categories.Listed}."));
        }

        if (q?.Length > QueryLengthMax)
        {
            return Problem.Invalid("q", new($"At most {QueryLengthMax} characters are expected.", $"Допустимо не больше {QueryLengthMax} символов."));
        }

        if (boosted is not (null or "true" or "false"))
        {
            return Problem.Invalid("boosted", new("true or false is expected.", "Возможные значения: true, false."));
        }

        var now = clock.GetUtcNow();
        var stores = await catalogue.GetAsync();
        return stores.TryPage(page.Cursor, limit, q, Matches, out var found, out var next)
            ? TypedResults.Ok(new PageBody<StoreBody>(BodiesOf(found), next))
            : PageRequest.BadCursor;

        bool Matches(StoreProfile store) => store.Active
            && (category is null || store.Categories.Contains(category))
            && (boosted is null || StoreBody.IsBoosted(store, now) == (boosted == "true"));

        List<StoreBody> BodiesOf(IReadOnlyList<StoreProfile> profiles)
        {
            var english = request.PrefersEnglish();
            return [.. profiles.Select(store => StoreBody.Of(store, now, english))];
        }
    }

    private static string? NullIfEmpty(string? text) => text is "" ? null : text;

    private static async Task<Results<Ok<StoreBody>, ProblemHttpResult>> StoreAsync(
        string storeId, HttpRequest request, CatalogueCache catalogue, TimeProvider clock) =>
        (await catalogue.GetAsync()).Find(storeId) is { Active: true } store
            ? TypedResults.Ok(StoreBody.Of(store, clock.GetUtcNow(), request.PrefersEnglish()))
            : Problem.NotFound(new("There is no such store.", "Такого магазина нет."));

    private static async Task<Results<Ok<PageBody<PromotionBody>>, ProblemHttpResult>> PromotionsAsync(
        [AsParameters] PageRequest page, CatalogueCache catalogue, ReceiptPromotionsCache receipts, WelcomeOffersCache welcome,
        TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var now = clock.GetUtcNow();
        var offers = await receipts.GetAsync();
        var rewards = await welcome.GetAsync();
        var running = (await catalogue.GetAsync()).Search(null)
            .Where(store => store.Active)
            .SelectMany(store => BoostsOf(store, now))
            .Concat(offers.Where(offer => offer.Runs(now)).Select(BodyOf))
            .Concat(rewards.Select(BodyOf));
        return page.TryCut(running, limit, promotion => PageRequest.Place(promotion.ValidTo, promotion.Id), out var shown, out var next)
            ? TypedResults.Ok(new PageBody<PromotionBody>(shown, next))
            : PageRequest.BadCursor;
    }

    private static PromotionBody BodyOf(ReceiptPromotion promotion) => new(
        "receipt",
        $"receipt:{promotion.Id}",
        null,
        null,
        [],
        promotion.Name,
        RateBody.Of(Rate.OfPercent(promotion.Percent)),
        null,
        promotion.From,
        promotion.To,
        new ReceiptOfferBody(
            promotion.Shop(), promotion.Retailers, promotion.Brand, promotion.Goods, promotion.Regions, Money.Rubles(promotion.MinSum)));

    private static PromotionBody BodyOf(WelcomeOffer offer)
    {
        var (campaign, terms) = (offer.Campaign, offer.Campaign.Welcome!);
        return new(
            "welcome",
            $"welcome:{campaign.Id}",
            null,
            null,
            [],
            campaign.Name,
            RateBody.Of(new Rate(null, terms.Reward)),
            null,
            campaign.From,
            campaign.To,
            Welcome: new WelcomeOfferBody(Money.Rubles(terms.MinAmount), terms.Reward, terms.Audience, offer.BudgetLeft));
    }

    private static IEnumerable<PromotionBody> BoostsOf(StoreProfile store, DateTimeOffset now) =>
        from tariff in store.Tariffs
        where TariffChoice.IsBoost(tariff, store.Tariffs, now)
        select new PromotionBody(
            "boost",
            $"{store.Id}:{tariff.Code}:{tariff.ValidTo!.Value.ToUnixTimeSeconds()}",
            store.Id,
            store.Name,
            store.Categories,
            tariff.Name,
            RateBody.Of(tariff.Rate),
            RateBody.Of(TariffChoice.Usual(store.Tariffs, tariff.Code, now)!.Rate),
            tariff.ValidFrom,
            tariff.ValidTo);
}
