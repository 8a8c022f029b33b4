using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Api.Values;
using Cashback.Clicks;
using Cashback.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>The way to a store: a click is recorded, and its id travels in the store's tracking link.</summary>
internal static class ClickEndpoints
{
    public static void MapClicks(this IEndpointRouteBuilder me, IEndpointRouteBuilder routes)
    {
        me.MapPost("/clicks", ClickAsync).WithSummary("Makes a click id and the link to the store.");
        routes.MapGet("/api/v1/go/{storeId}", GoAsync)
            .RequireAuthorization(Policies.Subscriber)
            .WithTags("Account")
            .Produces(StatusCodes.Status302Found)
            .WithSummary("The same as a redirect.");
    }

    private static async Task<Results<Created<ClickBody>, ProblemHttpResult>> ClickAsync(
        ClickRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        var outcome = await VisitAsync(request.StoreId, user, grains);
        return outcome.Value is { } click
            ? TypedResults.Created((string?)null, new ClickBody(click.ClickId, click.RedirectUrl, RateBody.Of(click.Rate)))
            : Problem.From(outcome.Rejection!);
    }

    private static async Task<Results<RedirectHttpResult, ProblemHttpResult>> GoAsync(
        string storeId, ClaimsPrincipal user, IGrainFactory grains)
    {
        var outcome = await VisitAsync(storeId, user, grains);
        return outcome.Value is { } click ? TypedResults.Redirect(click.RedirectUrl) : Problem.From(outcome.Rejection!);
    }

    // What can't be a store's id is answered here: it would only wake a grain that nobody will ever need.
    private static async Task<Outcome<StoreClick>> VisitAsync(string storeId, ClaimsPrincipal user, IGrainFactory grains) =>
        ClickIds.IsStoreId(storeId)
            ? await grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(storeId)).ClickAsync(user.SubscriberId())
            : new Rejection("not-found", new("There is no such store.", "Такого магазина нет."), RejectionKind.NotFound);
}
