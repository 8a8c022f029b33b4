using System.Diagnostics;

namespace Cashback.Api.Problems;

/// <summary>The one place where a problem becomes an answer: here its texts take the caller's language, whatever Accept says.</summary>
internal sealed class ProblemWriter : IProblemDetailsWriter
{
    private const string ContentType = "application/problem+json";
    private const string TraceId = "traceId";

    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails is LocalProblem local ? local.In(http.ChooseLanguage()) : context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        problem.Extensions.TryAdd(TraceId, Activity.Current?.Id ?? http.TraceIdentifier);
        return new ValueTask(http.Response.WriteAsJsonAsync(problem, options: null, ContentType));
    }
}
