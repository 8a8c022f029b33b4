using System.Text.Json;
using System.Text.RegularExpressions;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz;

/// <summary>What every answer has to be, whatever was asked.</summary>
internal static partial class AnswerChecks
{
    /// <summary>Refusals that the server itself gives before there is a request: they have no body and end the connection.</summary>
    private static readonly int[] OfTheServer = [400, 405, 408, 411, 413, 414, 431];

    public static IEnumerable<Finding> Of(Exchanged exchanged, int seed)
    {
        if (exchanged.Late)
        {
            yield return new Finding("late", $"No answer within {exchanged.Took.TotalSeconds:0.0} s.", seed, exchanged.Request, Last(exchanged));
        }

        if (exchanged.Fault is { } fault)
        {
            yield return new Finding("not HTTP", fault, seed, exchanged.Request, Last(exchanged));
        }

        for (var n = 0; n < exchanged.Answers.Count; n++)
        {
            var answer = exchanged.Answers[n];
            if (answer.Status >= 500)
            {
                yield return new Finding($"{answer.Status}", "A failure of the service.", seed, exchanged.Request, answer);
            }
            else if (WrongWith(answer, exchanged.Request.Methods[n]) is { } wrong)
            {
                yield return new Finding("answer", wrong, seed, exchanged.Request, answer);
            }
            else if (exchanged.Request is { IsToOperation: true, Operation.Answers: { } described } && answer.Status is not 304
                && !IsOfTheServer(answer)
                && described.WrongWith(answer) is { } differs)
            {
                yield return new Finding("not as described", differs, seed, exchanged.Request, answer);
            }
        }
    }

    private static HttpAnswer? Last(Exchanged exchanged) => exchanged.Answers is [.., var last] ? last : null;

    private static string? WrongWith(HttpAnswer answer, string method)
    {
        if (method == "HEAD" || answer.Status is 204 or 304)
        {
            return null;
        }

        if (answer.Status < 400)
        {
            return answer.MediaType.EndsWith("json", StringComparison.Ordinal) && !answer.MediaType.EndsWith("ndjson", StringComparison.Ordinal)
                && answer.Header("Content-Encoding") is null && answer.Json() is null
                ? "It calls itself JSON, and can not be read as that."
                : null;
        }

        if (IsOfTheServer(answer))
        {
            return null;
        }

        return answer.MediaType != "application/problem+json" ? $"{answer.Status} with Content-Type '{answer.Header("Content-Type")}': a problem was expected."
            : answer.Header("Content-Encoding") is not null ? null
            : answer.Json() is not { ValueKind: JsonValueKind.Object } problem ? "A problem that is no JSON."
            : TypeOf(problem) is not { } type || !StableType().IsMatch(type) ? $"A problem without a stable type: {TypeOf(problem)}."
            : !problem.TryGetProperty("status", out var status) || status.ToString() != $"{answer.Status}" ? "A problem whose status is another one."
            : null;
    }

    private static bool IsOfTheServer(HttpAnswer answer) =>
        answer.Body.Length == 0 && answer.EndsConnection && OfTheServer.Contains(answer.Status);

    /// <summary>The name of a problem's type, without what all have.</summary>
    public static string? TypeOf(JsonElement problem) =>
        problem.ValueKind is JsonValueKind.Object && problem.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()
            : null;

    [GeneratedRegex("^urn:cashback:problem:[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex StableType();
}
