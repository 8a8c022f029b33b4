using System.Text;
using Cashback.Api.Json;
using Cashback.Api.Problems;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Cashback.Api.Facade;

internal static class RequestHygiene
{
    /// <summary>Headers that keep a browser from doing anything with an answer but showing it to the caller.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state => AddSecurityHeaders((HttpContext)state), context);
        return next(context);
    });

    private static Task AddSecurityHeaders(HttpContext context)
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
    }

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

    /// <summary>
    /// Refuses JSON in a character set that the framework does not know, where a body is read: its own reader would throw,
    /// and takes the name in quotes for another one.
    /// </summary>
    public static void UseKnownCharset(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!request.HasJsonContentType()
            || context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is null
            || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.Charset.HasValue)
        {
            return next(context);
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        if (!IsKnown(charset.ToString()))
        {
            return StatusProblems.Of(StatusCodes.Status415UnsupportedMediaType).ExecuteAsync(context);
        }

        if (charset.Length != type.Charset.Length)
        {
            type.Charset = charset;
            request.ContentType = type.ToString();
        }

        return next(context);
    });

    private static bool IsKnown(string charset)
    {
        try
        {
            return charset.Length > 0 && Encoding.GetEncoding(charset) is not null;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
