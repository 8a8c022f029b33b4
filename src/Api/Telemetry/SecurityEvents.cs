using System.Security.Claims;
using Cashback.Api.Auth;
using Microsoft.AspNetCore.Http.Features.Authentication;

namespace Cashback.Api.Telemetry;

/// <summary>Security events that follow from the answer's status: refused partners and keys, and all requests of operators.</summary>
internal static class SecurityEvents
{
    private const int NameLengthMax = 40;
    private const string Unknown = "(unknown)";

    public static void UseSecurityEvents(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        finally
        {
            Record(context);
        }
    });

    private static void Record(HttpContext context)
    {
        var path = context.Request.Path;
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            if (path.StartsWithSegments("/postbacks", StringComparison.OrdinalIgnoreCase, out var rest))
            {
                LogOf(context).PartnerRefused(context, NameIn(rest));
            }
            else if (context.Request.Headers.ContainsKey(ApiKeyHandler.Header))
            {
                LogOf(context).KeyRefused(context, path.StartsWithSegments("/pos", StringComparison.OrdinalIgnoreCase) ? "shop" : "operations");
            }
        }
        else if (context.Features.Get<IHttpAuthenticationFeature>()?.User?.FindFirstValue(CallerClaims.Operator) is { } name)
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimEnd('/') ?? Unknown;
            LogOf(context).OperatorAsked(context, name, route, Ids(context));
        }
    }

    private static SecurityLog LogOf(HttpContext context) => context.RequestServices.GetRequiredService<SecurityLog>();

    /// <summary>The opaque ids in the path; everything else, the query included, can be personal.</summary>
    private static string Ids(HttpContext context) => string.Join(' ', context.Request.RouteValues
        .Where(value => value.Key.EndsWith("Id", StringComparison.Ordinal) || value.Key is "id" or "network" or "month")
        .Select(value => $"{value.Key}={Name(value.Value as string)}"));

    private static string NameIn(PathString networkAndKey) =>
        Name(networkAndKey.Value?.Split('/', 3) is ["", var network, ..] ? network : null);

    private static string Name(string? text) =>
        text is { Length: > 0 and <= NameLengthMax } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':')
            ? text
            : Unknown;
}
