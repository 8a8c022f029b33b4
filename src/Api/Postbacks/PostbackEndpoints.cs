using System.Text.Json.Serialization;
using Cashback.Api.Problems;
using Cashback.Networks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Postbacks;

/// <param name="Result">applied, unchanged or quarantined.</param>
/// <param name="Reason">Of a quarantined message: why it could not be attributed.</param>
public sealed record PostbackAnswer(
    string Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PurchaseId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QuarantineId = null);

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
            .WithSummary("The same with a form or a JSON object of scalars, merged with the query.");
        return routes;
    }

    private static async Task<Results<Ok<PostbackAnswer>, ProblemHttpResult>> TakeAsync(
        string network,
        string key,
        HttpRequest request,
        NetworkAccessCache networks,
        PostbackIngestion ingestion,
        TimeProvider clock,
        ILoggerFactory loggers)
    {
        if (await networks.AdmitAsync(network, key) is not { } description)
        {
            return Problem.Of(401, "unauthorized", "The network or its key is not known.");
        }

        if (await PostbackBody.ReadBytesAsync(request) is not { } body)
        {
            return PostbackBody.TooLarge;
        }

        var query = request.QueryString.Value is { Length: > 1 } text ? text[1..] : "";
        var (parameters, problem) = PostbackBody.Read(query, body, request.ContentType, description.Body);
        if (parameters is null)
        {
            return problem!;
        }

        switch (await ingestion.TakeAsync(description, NetworkChannels.Push, parameters.Values, clock.GetUtcNow()))
        {
            case Ingested.Malformed malformed:
                return Problem.Invalid(malformed.Parameter, malformed.Why);
            case Ingested.Taken taken:
                return TypedResults.Ok(new PostbackAnswer(taken.Changed ? "applied" : "unchanged", taken.PurchaseId));
            case Ingested.Unattributable unattributable:
                var entry = await ingestion.QuarantineAsync(
                    description, NetworkChannels.Push, parameters.Values, unattributable.Reason);
                LogQuarantined(loggers.CreateLogger(typeof(PostbackEndpoints)), description.Id, unattributable.Reason, entry.Id);
                return TypedResults.Ok(new PostbackAnswer("quarantined", null, unattributable.Reason, entry.Id));
            case var other:
                throw new InvalidOperationException($"Unexpected result {other.GetType().Name}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Network} is in quarantine ({Reason}): {QuarantineId}.")]
    private static partial void LogQuarantined(ILogger logger, string network, string reason, string quarantineId);
}
