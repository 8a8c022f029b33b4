using System.Security.Claims;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Api.Telemetry;
using Cashback.Sessions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Auth;

/// <param name="Device">As its client calls itself (User-Agent); null: it did not say.</param>
/// <param name="LastUsedAt">Coarse: some minutes may be missing.</param>
/// <param name="Current">The one that asks.</param>
public sealed record SessionBody(string Id, string? Device, DateTimeOffset Since, DateTimeOffset LastUsedAt, bool Current);

/// <summary>Where a subscriber is signed in, and the end of it.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/v1/me/sessions").WithTags("Signing in").RequireAuthorization(Policies.Subscriber);
        sessions.MapGet("/", ListAsync).WithSummary("Where this account is signed in, the newest sign-in first. Each ends 60 days after its last use, and 180 days after it began at the latest.");
        sessions.MapDelete("/{sessionId}", EndAsync).WithSummary("Ends one sign-in; its tokens stop working at once.").ProducesProblem(404);
        sessions.MapDelete("/", EndAllAsync).WithSummary("Ends all other sign-ins; with includeCurrent=true this one as well.");
    }

    private static async Task<Ok<PageBody<SessionBody>>> ListAsync(ClaimsPrincipal user, IGrainFactory grains)
    {
        var current = user.SessionId();
        var lines = await SignIns(user, grains).ListAsync();
        return TypedResults.Ok(new PageBody<SessionBody>(
            [.. lines.Select(line => new SessionBody(line.SessionId, line.Device, line.Since, line.LastUsedAt, line.SessionId == current))],
            null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        string sessionId, ClaimsPrincipal user, HttpContext context, IGrainFactory grains, SecurityLog security)
    {
        if (!await SignIns(user, grains).EndAsync(sessionId))
        {
            return Problem.NotFound(new("There is no such sign-in of yours, or it has ended already.", "У вас нет такого сеанса, или он уже завершён."));
        }

        security.SignInsEnded(context, user.SubscriberId(), sessionId);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> EndAllAsync(
        ClaimsPrincipal user, HttpContext context, IGrainFactory grains, SecurityLog security, bool includeCurrent = false)
    {
        await SignIns(user, grains).EndAllAsync(except: includeCurrent ? null : user.SessionId());
        security.SignInsEnded(context, user.SubscriberId(), includeCurrent ? "all" : "all others");
        return TypedResults.NoContent();
    }

    private static ISignInsGrain SignIns(ClaimsPrincipal user, IGrainFactory grains) =>
        grains.GetGrain<ISignInsGrain>(GrainKeys.SignIns(user.SubscriberId()));
}
