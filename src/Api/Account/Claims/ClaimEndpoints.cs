using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Claims;
using Cashback.Stores;
using Microsoft.AspNetCore.Http.HttpResults;
using ClaimsPrincipal = System.Security.Claims.ClaimsPrincipal;

namespace Cashback.Api.Account;

/// <summary>Claims of orders that a store has not reported, or has not confirmed in time.</summary>
internal static class ClaimEndpoints
{
    public static void MapClaims(this RouteGroupBuilder me)
    {
        var claims = me.MapGroup("/claims");
        claims.MapGet("/", ListAsync).WithSummary("Claims, newest first.");
        claims.MapClaimDocuments();
        claims.MapPost("/", FileAsync)
            .WithIdempotency()
            .WithSummary("Files a claim.")
            .WithDescription(
                "For a visit without a purchase, or for a purchase that expired; by default from 48 hours until 30 days after the visit (an "
                + "earlier claim waits by itself), or until 30 days after the purchase expired. Refusals: 404 for a visit that is not one's "
                + "own; 422 unknown-currency; 409 claims-not-taken, order-before-visit, claim-too-late, claim-exists, purchase-known, too-many-claims.");
    }

    internal static IClaimGrain Claim(this IGrainFactory grains, string claimId) => grains.GetGrain<IClaimGrain>(GrainKeys.Claim(claimId));

    private static async Task<Results<Created<ClaimBody>, ProblemHttpResult>> FileAsync(
        ClaimRequest request, ClaimsPrincipal user, IGrainFactory grains, ProgrammeCalendar calendar, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        if (request.Faults(now, calendar) is { Count: > 0 } faults)
        {
            return Problem.Invalid(faults);
        }

        var filed = await grains.GetGrain<IPartnerStoreGrain>(GrainKeys.Store(request.StoreId)).FileClaimAsync(
            user.SubscriberId(), request.Filing);
        return filed.Value is { } claim ? TypedResults.Created((string?)null, ClaimBody.Of(claim, now)) : Problem.From(filed.Rejection!);
    }

    private static async Task<Results<Ok<PageBody<ClaimBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var subscriber = grains.Subscriber(user.SubscriberId());

        // A claim that was filed a moment ago may still be on its way to its own grain.
        await grains.SubscriberOperations(user.SubscriberId()).DrainOutboxAsync();
        var filed = await subscriber.GetBeginningsAsync("claim", page.Cursor, limit);
        if (filed is null)
        {
            return PageRequest.BadCursor;
        }

        var claims = await Task.WhenAll(filed.Items.Select(line => grains.Claim(line.ClaimId!).GetAsync()));
        var now = clock.GetUtcNow();
        return TypedResults.Ok(
            new PageBody<ClaimBody>([.. claims.OfType<Claim>().Select(claim => ClaimBody.Of(claim, now))], filed.NextCursor));
    }
}
