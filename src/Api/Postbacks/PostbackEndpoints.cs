using Cashback.Api.Problems;
using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Postbacks;

/// <summary>Where networks report orders.</summary>
public static partial class PostbackEndpoints
{
    public static IEndpointRouteBuilder MapPostbacks(this IEndpointRouteBuilder routes)
    {
        var postbacks = routes.MapGroup("/postbacks").WithTags("Postbacks").AllowAnonymous();
        postbacks.MapGet("/{network}/{key}", TakeAsync)
            .WithName("TakePostback")
            .WithSummary("Takes a network's message in the network's own parameter names.")
            .WithDescription("Answers 200 only after all of its effect is durable. The key in the path is the partner's secret.");
        postbacks.MapPost("/{network}/{key}", TakeAsync)
            .WithName("TakePostbackByPost")
            .WithSummary("The same with a form, multipart/form-data or a JSON object, merged with the query; nested JSON and XML where the network sends them.")
            .WithDescription("What the body is, is told by what stands in it. A network that signs its messages is asked for the signature as well: any of its secrets in force will do.");
        postbacks.MapGet("/{network}", TakeByHeaderAsync)
            .WithName("TakePostbackWithHeader")
            .WithSummary("The same with the key in a header, where the network can send one.")
            .WithDescription($"The key is in {PartnerKey.Header}, or in Authorization: Bearer. Addresses are written into logs on their way, headers are not.");
        postbacks.MapPost("/{network}", TakeByHeaderAsync)
            .WithName("TakePostbackByPostWithHeader")
            .WithSummary("The same by POST with the key in a header.");
        postbacks.MapPostbackBatch();
        return routes;
    }

    /// <summary>The answer has no other content.</summary>
    internal static ProblemHttpResult Unauthorized() => Problem.Of(401, "unauthorized", new("The network or its key is not known.", "Сеть или её ключ неизвестны."));

    /// <summary>429 with the time to wait, of one network alone.</summary>
    internal static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait, string problem, LocalText detail)
    {
        context.Response.SetRetryAfter(wait);
        return Problem.Of(429, problem, detail);
    }

    private static Task<Results<Ok<PostbackAnswer>, ProblemHttpResult>> TakeByHeaderAsync(
        string network,
        HttpRequest request,
        NetworkAccessCache networks,
        PostbackIntake intake,
        ArrivalClock arrivals,
        TimeProvider clock,
        ILoggerFactory loggers) =>
        TakeAsync(network, PartnerKey.Of(request) ?? "", request, networks, intake, arrivals, clock, loggers);

    private static async Task<Results<Ok<PostbackAnswer>, ProblemHttpResult>> TakeAsync(
        string network,
        string key,
        HttpRequest request,
        NetworkAccessCache networks,
        PostbackIntake intake,
        ArrivalClock arrivals,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        var receivedAt = arrivals.Of(request.HttpContext);
        if (await networks.RecognizeAsync(network, key, request.HttpContext.Connection.RemoteIpAddress) is not { } known)
        {
            return Unauthorized();
        }

        if (await PostbackBody.ReadBytesAsync(request) is not { } body)
        {
            return PostbackBody.TooLarge;
        }

        if (known.Description.Signature is not null
            && CheckSignature(known, request, body, clock.GetUtcNow()) is not SignatureVerdict.Valid and var verdict)
        {
            LogUnsigned(loggers.CreateLogger(typeof(PostbackEndpoints)), known.Description.Id, verdict);
            return Unauthorized();
        }

        var description = known.Description;
        var reader = intake.ReaderOf(description);
        var message = MessageContent.Read(new MessageSource(reader, QueryOf(request), body, request.ContentType));
        var reading = reader.Read(message, receivedAt);
        if (message.IsUnsupported && reading is Reading.Malformed { Parameter: "body" })
        {
            return PostbackBody.Unsupported;
        }

        return await intake.TakeAsync(description, message, reading, receivedAt) switch
        {
            PostbackResult.Taken taken => TypedResults.Ok(taken.Answer),
            PostbackResult.Invalid invalid => Problem.Invalid(invalid.Parameter, invalid.Why),
            PostbackResult.Limited limited => TooMany(
                request.HttpContext,
                limited.RetryAfter,
                "too-many-unattributable",
                new(
                    "Too many messages of this network can't be attributed; the header Retry-After says how many seconds to wait with this one.",
                    "Слишком много сообщений этой сети не удаётся отнести к покупкам; сколько секунд подождать, указано в заголовке Retry-After.")),
            PostbackResult.QuarantineFull full => TooMany(
                request.HttpContext, full.RetryAfter, PostbackResult.QuarantineFull.Problem, PostbackResult.QuarantineFull.Why),
            var other => throw new InvalidOperationException($"Unexpected result {other.GetType().Name}."),
        };
    }

    private static SignatureVerdict? CheckSignature(
        KnownNetwork known, HttpRequest request, ReadOnlyMemory<byte> body, DateTimeOffset now) =>
        known.Check(new RawMessage(QueryOf(request).ToString(), body, name => request.Headers[name]), now);

    private static ReadOnlyMemory<char> QueryOf(HttpRequest request) =>
        request.QueryString.Value is { Length: > 1 } text ? text.AsMemory(1) : default;

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Network} with a right key was refused: its signature is {Verdict}.")]
    private static partial void LogUnsigned(ILogger logger, string network, SignatureVerdict? verdict);
}
