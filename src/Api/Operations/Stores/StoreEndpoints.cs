using Cashback.Api.Catalogue;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Clicks;
using Cashback.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Stores and their tariffs.</summary>
public static class StoreEndpoints
{
    private static readonly LocalText Unknown = new("There is no such store.", "Такого магазина нет.");
    private const string Csv = "text/csv";
    private const int ImportBytesMax = 5 * 1024 * 1024;

    public static RouteGroupBuilder MapStoreOperations(this RouteGroupBuilder ops)
    {
        var stores = ops.MapGroup("/stores").WithTags("Operations: stores");
        stores.MapGet("/", ListAsync).WithName("OpsListStores").WithSummary("All stores, inactive ones too.");
        stores.MapGet("/{storeId}", GetAsync).WithName("OpsGetStore").WithSummary("One store, with tariffs that have not ended.");
        stores.MapPut("/{storeId}", PutAsync)
            .WithName("OpsPutStore")
            .WithSummary("Makes or replaces a store; safe to repeat.")
            .WithDescription("The rate of a click that was made before stays what it was.");
        stores.MapPost("/import", ImportAsync)
            .WithName("OpsImportStores")
            .WithSummary("Makes or replaces the stores of a CSV file, line by line; safe to repeat.")
            .Accepts<string>(Csv)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ImportBytesMax));
        return ops;
    }

    private static async Task<Results<Ok<PageBody<StoreView>>, ProblemHttpResult>> ListAsync(
        string? q, [AsParameters] PageRequest page, CatalogueCache catalogue)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var stores = await catalogue.GetAsync(fresh: true);
        return stores.TryPage(page.Cursor, limit, q, _ => true, out var found, out var next)
            ? TypedResults.Ok(new PageBody<StoreView>([.. found.Select(StoreView.Of)], next))
            : PageRequest.BadCursor;
    }

    private static async Task<Results<Ok<StoreView>, ProblemHttpResult>> GetAsync(string storeId, IGrainFactory grains) =>
        ClickIds.IsStoreId(storeId) && await Store(grains, storeId).GetAsync() is { } store
            ? TypedResults.Ok(StoreView.Of(store))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<StoreView>, ProblemHttpResult>> PutAsync(
        string storeId, StoreRequest request, IGrainFactory grains, CatalogueCache catalogue)
    {
        if (!ClickIds.IsStoreId(storeId))
        {
            return Problem.Invalid("storeId", new("A store id is 1 to 12 characters of a-z, 0-9 and '-'.", "Id магазина — от 1 до 12 символов a-z, 0-9 и «-»."));
        }

        var put = await Store(grains, storeId).PutAsync(request.ProfileOf(storeId));
        if (put.Value is not { } store)
        {
            return Problem.From(put.Rejection!);
        }

        await catalogue.GetAsync(fresh: true);
        return TypedResults.Ok(StoreView.Of(store));
    }

    private static async Task<Results<Ok<ImportBody>, ProblemHttpResult>> ImportAsync(
        HttpRequest request, StoreImport import, CatalogueCache catalogue)
    {
        if (request.ContentType?.StartsWith(Csv, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return Problem.Of(415, "unsupported-media-type", new($"A file is expected as {Csv}.", $"Нужен файл {Csv}."));
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var file = await StoreCsv.OpenAsync(body, request.HttpContext.RequestAborted);
        if (file.Fault is not null)
        {
            return Problem.Invalid("header", file.Fault);
        }

        var imported = await import.ImportAsync(file, request.HttpContext.ChooseLanguage());
        await catalogue.GetAsync(fresh: true);
        return TypedResults.Ok(imported);
    }

    private static IPartnerStoreGrain Store(IGrainFactory grains, string storeId) =>
        grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(storeId));
}
