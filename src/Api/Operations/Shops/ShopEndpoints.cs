using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Queries;
using Cashback.Shops;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Name">1–100 characters.</param>
public sealed record ShopRequest(string Name);

public sealed record ShopBody(string Id, string Name, IReadOnlyList<ShopKeyBody> Keys)
{
    public static ShopBody Of(ShopView shop) => new(shop.Id, shop.Name, [.. shop.Keys.Select(ShopKeyBody.Of)]);
}

/// <param name="RevokedAt">Null while the key works.</param>
public sealed record ShopKeyBody(string KeyId, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt)
{
    public static ShopKeyBody Of(ShopKeyView key) => new(key.Id, key.CreatedAt, key.RevokedAt);
}

/// <param name="Key">What the till sends in X-Api-Key; shown by this answer only.</param>
public sealed record NewShopKeyBody(string KeyId, DateTimeOffset CreatedAt, string Key);

/// <summary>The operator's shops whose tills redeem certificates, and their keys.</summary>
public static partial class ShopEndpoints
{
    private const int NameMax = 100;
    private static readonly LocalText Unknown = new("There is no such shop.", "Такого салона нет.");

    public static RouteGroupBuilder MapShops(this RouteGroupBuilder ops)
    {
        var shops = ops.MapGroup("/shops").WithTags("Operations: shops");
        shops.MapGet("/", ListAsync).WithSummary("All shops, with their keys but not the secrets.");
        shops.MapGet("/{shopId}", GetAsync).WithSummary("One shop, with its keys but not the secrets.");
        shops.MapPut("/{shopId}", PutAsync).WithSummary("Makes a shop, or changes its name.");
        shops.MapPost("/{shopId}/keys", MakeKeyAsync).WithSecretIdempotency().WithSummary("Makes a key for the shop's tills; it is shown by this answer only.");
        shops.MapDelete("/{shopId}/keys/{keyId}", RevokeKeyAsync).WithSummary("Ends a key; it stops working at once.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<ShopBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (page.Cursor is not null && !ShopKeys.IsShopId(page.Cursor))
        {
            return PageRequest.BadCursor;
        }

        var after = page.Cursor is null ? null : GrainKeys.Shop(page.Cursor);
        var keys = await queries.ListKeysAsync(StateNames.Shop, after, limit + 1, cancellation);
        var views = await Task.WhenAll(keys.Take(limit).Select(key => grains.GetGrain<IShopGrain>(key).GetAsync()));
        return TypedResults.Ok(new PageBody<ShopBody>(
            [.. views.OfType<ShopView>().Select(ShopBody.Of)], keys.Count > limit ? GrainKeys.IdOf(keys[limit - 1]) : null));
    }

    private static async Task<Results<Ok<ShopBody>, ProblemHttpResult>> GetAsync(string shopId, IGrainFactory grains) =>
        ShopKeys.IsShopId(shopId) && await Shop(grains, shopId).GetAsync() is { } shop
            ? TypedResults.Ok(ShopBody.Of(shop))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<ShopBody>, ProblemHttpResult>> PutAsync(string shopId, ShopRequest request, IGrainFactory grains)
    {
        if (!ShopKeys.IsShopId(shopId))
        {
            return Problem.Invalid("shopId", new(
                $"A shop id is 1 to {ShopKeys.ShopIdLengthMax} characters of a-z, 0-9 and '-'.",
                $"Id салона — от 1 до {ShopKeys.ShopIdLengthMax} символов a-z, 0-9 и «-»."));
        }

        var name = request.Name.Trim();
        return name.Length is 0 or > NameMax || name.Any(char.IsControl)
            ? Problem.Invalid("name", new($"A name of 1 to {NameMax} characters is expected, in one line.", $"Нужно название в одну строку, от 1 до {NameMax} символов."))
            : TypedResults.Ok(ShopBody.Of(await Shop(grains, shopId).PutAsync(name)));
    }

    private static async Task<Results<Created<NewShopKeyBody>, ProblemHttpResult>> MakeKeyAsync(
        string shopId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        var made = ShopKeys.IsShopId(shopId) ? await Shop(grains, shopId).MakeKeyAsync() : null;
        if (made?.Value is not { } key)
        {
            return made is null ? Problem.NotFound(Unknown) : Problem.From(made.Rejection!);
        }

        LogKey(loggers.CreateLogger(typeof(ShopEndpoints)), user.OperatorName(), "made", shopId, key.View.Id);
        return TypedResults.Created((string?)null, new NewShopKeyBody(key.View.Id, key.View.CreatedAt, key.Key));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKeyAsync(
        string shopId, string keyId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!ShopKeys.IsShopId(shopId))
        {
            return Problem.NotFound(Unknown);
        }

        var revoked = await Shop(grains, shopId).RevokeKeyAsync(keyId);
        if (revoked.Rejection is { } rejection)
        {
            return Problem.From(rejection);
        }

        LogKey(loggers.CreateLogger(typeof(ShopEndpoints)), user.OperatorName(), "revoked", shopId, keyId);
        return TypedResults.NoContent();
    }

    private static IShopGrain Shop(IGrainFactory grains, string shopId) => grains.GetGrain<IShopGrain>(GrainKeys.Shop(shopId));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} {What} key {KeyId} of shop {ShopId}.")]
    private static partial void LogKey(ILogger logger, string opsKey, string what, string shopId, string keyId);
}
