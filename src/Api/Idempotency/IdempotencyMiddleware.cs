using System.Text;
using Cashback.Api.Problems;
using Cashback.Idempotency;

namespace Cashback.Api.Idempotency;

/// <summary>Gives the first answer again to a request that was answered before. Only on routes that take a key.</summary>
internal sealed class IdempotencyMiddleware(IGrainFactory grains, Secrets secrets) : IMiddleware
{
    private const string Replayed = "Idempotency-Replayed";

    // Of real time: a little longer than it takes until a process that is gone is known to be.
    private static readonly TimeSpan WaitForFirst = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Headers.TryGetValue(IdempotencyKey.Header, out var header))
        {
            return next(context);
        }

        return IdempotencyKey.Read(header.ToString()) is { } key
            ? AnswerOnceAsync(context, next, key)
            : Problem.Invalid(IdempotencyKey.Header, new(
                "1 to 128 printable characters are expected, in quotes or bare.",
                "Нужно от 1 до 128 печатных символов, в кавычках или без них.")).ExecuteAsync(context);
    }

    private async Task AnswerOnceAsync(HttpContext context, RequestDelegate next, string key)
    {
        var request = context.Request;
        var grainKey = IdempotencyKey.GrainKeyOf(context.User, request, key);
        var grain = grains.GetGrain<IIdempotencyGrain>(grainKey);
        var cipher = context.GetEndpoint()?.Metadata.GetMetadata<TakesIdempotencyKey>() is { Secret: true }
            ? new AnswerCipher(secrets, grainKey)
            : null;
        var fingerprint = await FingerprintAsync(request);
        var verdict = await BeginAsync(grain, fingerprint, context.RequestAborted);
        switch (verdict.Step)
        {
            case IdempotencyStep.Replay:
                await (BodyOf(verdict.Answer!, cipher) is { } body
                    ? ReplayAsync(context.Response, verdict.Answer!, body)

                    // Nobody can read it any more; what the route calls is safe to repeat, and answers as it did.
                    : RunAsync(context, next, grain, fingerprint, cipher));
                break;
            case IdempotencyStep.InFlight:
                context.Response.Headers.RetryAfter = "1";
                await Problem.Of(409, "request-in-flight", new(
                    "The same request is being worked on; ask again in a moment.",
                    "Такой же запрос уже выполняется; повторите чуть позже.")).ExecuteAsync(context);
                break;
            case IdempotencyStep.Reused:
                await Problem.Of(422, "idempotency-key-reused", new(
                    "This Idempotency-Key was used for a request with another query or body.",
                    "Этот Idempotency-Key уже использован для запроса с другими параметрами или телом.")).ExecuteAsync(context);
                break;
            default:
                await RunAsync(context, next, grain, fingerprint, cipher);
                break;
        }
    }

    private static async Task RunAsync(
        HttpContext context, RequestDelegate next, IIdempotencyGrain grain, string fingerprint, AnswerCipher? cipher)
    {
        var response = context.Response;
        var client = response.Body;
        using var body = new MemoryStream();
        using var ended = new CancellationTokenSource();
        var renewing = RenewAsync(grain, fingerprint, ended.Token);
        response.Body = body;
        try
        {
            await next(context);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        catch
        {
            await grain.AbandonAsync(fingerprint);
            throw;
        }
        finally
        {
            response.Body = client;
            await ended.CancelAsync();
            await renewing;
        }

        // What can be answered otherwise in a moment, or with another header, is not kept.
        if (response.StatusCode is >= 500 or StatusCodes.Status429TooManyRequests or StatusCodes.Status401Unauthorized)
        {
            await grain.AbandonAsync(fingerprint);
        }
        else
        {
            var text = Encoding.UTF8.GetString(body.ToArray());
            await grain.CompleteAsync(fingerprint, new KeptAnswer(
                response.StatusCode, response.ContentType, response.Headers.Location, cipher?.Encrypt(text) ?? text,
                response.Headers.ContentLanguage));
        }

        body.Position = 0;
        await body.CopyToAsync(client, context.RequestAborted);
    }

    /// <summary>
    /// The twin of a request that is being worked on waits a moment: mostly it has the first answer then, or runs itself.
    /// </summary>
    private static async Task<IdempotencyVerdict> BeginAsync(IIdempotencyGrain grain, string fingerprint, CancellationToken cancellation)
    {
        var verdict = await grain.BeginAsync(fingerprint);
        for (var waited = TimeSpan.Zero; verdict.Step is IdempotencyStep.InFlight && waited < WaitForFirst; waited += PollInterval)
        {
            await Task.Delay(PollInterval, cancellation);
            verdict = await grain.BeginAsync(fingerprint);
        }

        return verdict;
    }

    private static async Task RenewAsync(IIdempotencyGrain grain, string fingerprint, CancellationToken ended)
    {
        while (true)
        {
            await Task.Delay(Renewal, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await grain.RenewAsync(fingerprint);
            }
            catch (Exception failure) when (Outage.Is(failure))
            {
                // The next one may get through; if none does, the same request runs elsewhere, which is safe.
                continue;
            }
        }
    }

    private static string? BodyOf(KeptAnswer answer, AnswerCipher? cipher) => cipher is null ? answer.Body : cipher.Decrypt(answer.Body);

    private static Task ReplayAsync(HttpResponse response, KeptAnswer answer, string body)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers.Location = answer.Location;
        response.Headers[Replayed] = "true";
        if (answer.ContentLanguage is { } language)
        {
            // The first answer as it was, in the language in which it was asked for then.
            response.Headers.ContentLanguage = language;
            response.Headers.Append("Vary", "Accept-Language");
        }

        return body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    private static async Task<string> FingerprintAsync(HttpRequest request)
    {
        request.EnableBuffering();
        using var content = new MemoryStream();
        await content.WriteAsync(Encoding.UTF8.GetBytes($"{request.QueryString.Value}\n"), request.HttpContext.RequestAborted);
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        return IdempotencyKey.Hash(content.ToArray());
    }
}
