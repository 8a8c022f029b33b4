using System.Net.Http.Headers;
using Cashback.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Postbacks;

/// <summary>Where networks report many orders at once.</summary>
internal static class BatchEndpoint
{
    public const string Ndjson = "application/x-ndjson";
    private static readonly string[] Types = [Ndjson, "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    public static void MapPostbackBatch(this RouteGroupBuilder postbacks)
    {
        postbacks.MapPost("/{network}/{key}/batch", TakeAsync)
            .WithName("TakePostbackBatch")
            .WithSummary("Takes many messages, one JSON object a line (NDJSON), and answers a line for each, in their order.")
            .DescribeBatch();
        postbacks.MapPost("/{network}/batch", TakeByHeaderAsync)
            .WithName("TakePostbackBatchWithHeader")
            .WithSummary($"The same with the key in {PartnerKey.Header}, or in Authorization: Bearer.")
            .DescribeBatch();
    }

    private static void DescribeBatch(this RouteHandlerBuilder batch) =>
        batch
            .WithDescription(
                "Of any size; it is read as it comes and answered while it is read, so read the answer while you send. Lines about the same order line "
                + "are taken in their order. A bad line does not stop the others. Safe to repeat, as a whole or from any line on. "
                + "Send a line answered \"retry\" again; a last line \"stopped\" says from which line on nothing was taken.")
            .Accepts<string>(Ndjson, [.. Types.Skip(1)])
            .Produces<BatchAnswer>(200, Ndjson)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .DisableRequestTimeout();

    private static Task<Results<EmptyHttpResult, ProblemHttpResult>> TakeByHeaderAsync(
        string network, HttpContext context, NetworkAccessCache networks, PartnerLimits limits, PostbackBatch batch) =>
        TakeAsync(network, PartnerKey.Of(context.Request) ?? "", context, networks, limits, batch);

    private static async Task<Results<EmptyHttpResult, ProblemHttpResult>> TakeAsync(
        string network, string key, HttpContext context, NetworkAccessCache networks, PartnerLimits limits, PostbackBatch batch)
    {
        // Nothing of the body is read before it is known who sends it.
        if (await networks.RecognizeAsync(network, key, context.Connection.RemoteIpAddress) is not { } known)
        {
            return PostbackEndpoints.Unauthorized();
        }

        // A batch is taken while it is read, and a signature over it could only be checked at its end.
        var description = known.Description;
        if (description.Signature is not null)
        {
            return Problem.Of(403, "signed-network", new(
                "This network signs its messages one by one; a batch bears no signature.",
                "Эта сеть подписывает каждое сообщение отдельно, а у пакета подписи нет."));
        }

        if (!IsNdjson(context.Request))
        {
            context.Response.Headers.AcceptEncoding = "identity";
            return Problem.Of(415, "unsupported-media-type", new(
                $"A body is expected as {Ndjson}, in UTF-8 and not compressed.",
                $"Тело должно быть {Ndjson}, в UTF-8 и без сжатия."));
        }

        using var lease = limits.Batch(description.Id);
        if (!lease.IsAcquired && batch.IsStuck(description.Id))
        {
            context.Response.SetRetryAfter(TimeSpan.FromSeconds(5));
            return Problem.Of(503, "store-unavailable", new LocalText(
                "Messages can't be made durable now; send the batch again.", "Сейчас сообщения не удаётся сохранить; отправьте пакет ещё раз."));
        }

        if (!lease.IsAcquired)
        {
            return PostbackEndpoints.TooMany(
                context, TimeSpan.FromSeconds(5), "too-many-batches", new(
                    "Too many batches of this network are under way; wait for one of them to end.",
                    "От этой сети обрабатывается слишком много пакетов; дождитесь окончания одного из них."));
        }

        context.Response.ContentType = Ndjson;
        await batch.RunAsync(description, context, lease);
        return TypedResults.Empty;
    }

    private static bool IsNdjson(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && Types.Contains(type.MediaType, StringComparer.OrdinalIgnoreCase)
        && (type.CharSet is null || string.Equals(type.CharSet.Trim('"'), "utf-8", StringComparison.OrdinalIgnoreCase));
}
