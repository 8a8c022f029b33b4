namespace Cashback.Api.Problems;

/// <summary>What a bare status code means, for answers that nobody gave a body: unknown routes, refused callers, limits.</summary>
internal static class StatusProblems
{
    private const string RetryAfterSeconds = "2";

    /// <summary>Gives the answer's status its body; an outage also says when to ask again.</summary>
    public static Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.StatusCode is 503 or 504 && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        return Of(response.StatusCode).ExecuteAsync(context);
    }

    public static IResult Of(int status) => status switch
    {
        400 => Problem.Of(400, "invalid-request", "The request can't be read."),
        401 => Problem.Of(401, "not-signed-in", "This needs credentials: none were given, or they are not valid here."),
        403 => Problem.Of(403, "forbidden", "These credentials do not allow this."),
        404 => Problem.Of(404, "not-found", "There is nothing at this address."),
        405 => Problem.Of(405, "method-not-allowed", "This address does not take this method; the header Allow lists those it takes."),
        408 => Problem.Of(408, "request-too-slow", "The request arrived too slowly."),
        413 => Problem.Of(413, "too-large", "The body is larger than this address takes."),
        415 => Problem.Of(415, "unsupported-media-type", "The body's Content-Type is not one that this address takes."),
        429 => Problem.Of(429, "too-many-requests", "Too many requests; the header Retry-After says how many seconds to wait."),
        503 => Problem.Of(503, "store-unavailable", "The store of record can't be reached. Nothing was done, or the same request again completes it."),
        504 => Problem.Of(504, "took-too-long", "The answer took too long. Nothing was done, or the same request again completes it."),
        >= 500 => Problem.Of(status, "internal-error", "Something went wrong here; the trace id helps to find it."),
        _ => Problem.Of(status, "refused", "The request was refused."),
    };
}
