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
        400 => Problem.Of(400, "invalid-request", new("The request can't be read.", "Запрос не удалось прочитать.")),
        401 => Problem.Of(401, "not-signed-in", new(
            "This needs credentials: none were given, or they are not valid here.",
            "Нужно войти: данных для входа нет или они здесь не действуют.")),
        403 => Problem.Of(403, "forbidden", new("These credentials do not allow this.", "С этими данными для входа это делать нельзя.")),
        404 => Problem.Of(404, "not-found", new("There is nothing at this address.", "По этому адресу ничего нет.")),
        405 => Problem.Of(405, "method-not-allowed", new(
            "This address does not take this method; the header Allow lists those it takes.",
            "Этот адрес не принимает такой метод; допустимые перечислены в заголовке Allow.")),
        408 => Problem.Of(408, "request-too-slow", new("The request arrived too slowly.", "Запрос пришёл слишком медленно.")),
        413 => Problem.Of(413, "too-large", new("The body is larger than this address takes.", "Тело запроса больше, чем принимает этот адрес.")),
        415 => Problem.Of(415, "unsupported-media-type", new(
            "The body's Content-Type is not one that this address takes.",
            "Этот адрес не принимает тело с таким Content-Type.")),
        429 => Problem.Of(429, "too-many-requests", new(
            "Too many requests; the header Retry-After says how many seconds to wait.",
            "Слишком много запросов; сколько секунд подождать, указано в заголовке Retry-After.")),
        503 => Problem.Of(503, "store-unavailable", new(
            "The store of record can't be reached. Nothing was done, or the same request again completes it.",
            "Хранилище недоступно. Либо ничего не сделано, либо повтор того же запроса завершит начатое.")),
        504 => Problem.Of(504, "took-too-long", new(
            "The answer took too long. Nothing was done, or the same request again completes it.",
            "Ответ занял слишком много времени. Либо ничего не сделано, либо повтор того же запроса завершит начатое.")),
        >= 500 => Problem.Of(status, "internal-error", new(
            "Something went wrong here; the trace id helps to find it.",
            "У нас что-то пошло не так; найти причину поможет traceId.")),
        _ => Problem.Of(status, "refused", new("The request was refused.", "Запрос отклонён.")),
    };
}
