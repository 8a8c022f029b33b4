using Cashback.Api.Json;
using Cashback.Api.Problems;

namespace Cashback.Api.Facade;

internal static class RequestHygiene
{
    /// <summary>Headers that keep a browser from doing anything with an answer but showing it to the caller.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            if (!headers.ContainsKey("Cache-Control"))
            {
                headers.CacheControl = "no-store";
            }

            if (context.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) is not true)
            {
                headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            }

            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>Refuses control characters in paths and queries before anybody stores them.</summary>
    public static void UseCleanQuery(this WebApplication app) => app.Use((context, next) =>
    {
        foreach (var (name, values) in context.Request.Query)
        {
            if (!CleanText.Is(name) || values.Any(value => !CleanText.Is(value)))
            {
                return Problem.Invalid(CleanText.Is(name) ? name : "query", CleanText.Fault).ExecuteAsync(context);
            }
        }

        return CleanText.Is(context.Request.Path.Value) ? next(context) : Problem.Invalid("path", CleanText.Fault).ExecuteAsync(context);
    });
}
