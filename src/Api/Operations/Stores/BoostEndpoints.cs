using System.Text.Json.Serialization;
using Cashback.Api.Catalogue;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Api.Values;
using Cashback.Clicks;
using Cashback.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Percent">5 means 5 %; either this or <paramref name="Fixed"/>, as the usual tariff of the code has it.</param>
/// <param name="Fixed">Whole bonuses for each order line.</param>
/// <param name="ValidTo">Exclusive.</param>
/// <param name="ValidFrom">Inclusive; left out: from now.</param>
public sealed record BoostRequest(
    DateTimeOffset ValidTo,
    DateTimeOffset? ValidFrom = null,
    string? Name = null,
    [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal? Percent = null,
    long? Fixed = null);

/// <param name="State"><c>running</c> or <c>planned</c>.</param>
/// <param name="UsualRate">What the same tariff pays otherwise.</param>
public sealed record BoostBody(
    string StoreId,
    string StoreName,
    string Code,
    string Name,
    string State,
    RateBody Rate,
    RateBody UsualRate,
    DateTimeOffset? ValidFrom,
    DateTimeOffset ValidTo);

/// <summary>Tariffs that are better than usual for a while.</summary>
public static class BoostEndpoints
{
    private const int CodeLengthMax = 100;

    public static RouteGroupBuilder MapBoosts(this RouteGroupBuilder ops)
    {
        ops.MapGet("/boosts", ListAsync)
            .WithTags("Operations: stores")
            .WithSummary("All boosts that run or are planned, those that end first at the front.");
        ops.MapPut("/stores/{storeId}/boosts/{code}", PutAsync)
            .WithTags("Operations: stores")
            .WithSummary("Boosts a tariff of a store for a while; safe to repeat.")
            .WithDescription("A tariff has one boost at a time: another one takes its place. The rate of a click that was made before stays what it was.");
        ops.MapDelete("/stores/{storeId}/boosts/{code}", EndAsync)
            .WithTags("Operations: stores")
            .WithSummary("Ends a tariff's boost now, or drops a planned one; safe to repeat.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<BoostBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, CatalogueCache catalogue, TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var now = clock.GetUtcNow();
        var all = (await catalogue.GetAsync(fresh: true)).Search(null)
            .SelectMany(store => BoostsOf(store, now));
        return page.TryCut(all, limit, boost => PageRequest.Place(boost.ValidTo, $"{boost.StoreId}:{boost.Code}"), out var shown, out var next)
            ? TypedResults.Ok(new PageBody<BoostBody>(shown, next))
            : PageRequest.BadCursor;
    }

    private static async Task<Results<Ok<BoostBody>, ProblemHttpResult>> PutAsync(
        string storeId, string code, BoostRequest request, IGrainFactory grains, CatalogueCache catalogue, TimeProvider clock)
    {
        var name = string.IsNullOrWhiteSpace(request.Name) ? code : request.Name.Trim();
        var boost = new Tariff(code, name, new Rate(request.Percent, request.Fixed), request.ValidFrom, request.ValidTo);
        var put = await BoostAsync(storeId, code, boost, grains);
        if (put.Value is not { } store)
        {
            return Problem.From(put.Rejection!);
        }

        await catalogue.GetAsync(fresh: true);

        // It may have ended since it was put: then the store does not list it any more, and the request says what it was.
        var made = store.Tariffs.FirstOrDefault(tariff => tariff.Code == code && tariff.ValidTo == request.ValidTo) ?? boost;
        return TypedResults.Ok(BodyOf(store, made, clock.GetUtcNow()));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        string storeId, string code, IGrainFactory grains, CatalogueCache catalogue)
    {
        var ended = await BoostAsync(storeId, code, null, grains);
        if (!ended.Accepted)
        {
            return Problem.From(ended.Rejection!);
        }

        await catalogue.GetAsync(fresh: true);
        return TypedResults.NoContent();
    }

    /// <summary>What is no store's id or no code at all is not looked up: the call would activate a grain of that name.</summary>
    private static Task<Outcome<StoreProfile>> BoostAsync(string storeId, string code, Tariff? boost, IGrainFactory grains) =>
        ClickIds.IsStoreId(storeId) && code.Length <= CodeLengthMax
            ? grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(storeId)).BoostAsync(code, boost)
            : Task.FromResult<Outcome<StoreProfile>>(new Rejection("unknown-store", new("There is no such store.", "Такого магазина нет."), RejectionKind.NotFound));

    private static IEnumerable<BoostBody> BoostsOf(StoreProfile store, DateTimeOffset now) =>
        from tariff in store.Tariffs
        where TariffChoice.IsBoost(tariff, store.Tariffs, Begins(tariff, now))
        select BodyOf(store, tariff, now);

    private static BoostBody BodyOf(StoreProfile store, Tariff tariff, DateTimeOffset now) => new(
        store.Id,
        store.Name,
        tariff.Code,
        tariff.Name,
        tariff.ValidFrom > now ? "planned" : "running",
        RateBody.Of(tariff.Rate),
        RateBody.Of(TariffChoice.Usual(store.Tariffs, tariff.Code, Begins(tariff, now))!.Rate),
        tariff.ValidFrom,
        tariff.ValidTo!.Value);

    private static DateTimeOffset Begins(Tariff tariff, DateTimeOffset now) => tariff.ValidFrom > now ? tariff.ValidFrom.Value : now;
}
