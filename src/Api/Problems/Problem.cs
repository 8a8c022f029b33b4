using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Problems;

/// <summary>
/// Answers of RFC 9457 with a stable type, <c>urn:cashback:problem:NAME</c>, and texts in both languages: which of them the
/// caller gets is decided where the answer is written.
/// </summary>
public static class Problem
{
    public static string TypeOf(string name) => $"urn:cashback:problem:{name}";

    /// <summary>400 with the field named.</summary>
    public static ProblemHttpResult Invalid(string field, LocalText why) =>
        Invalid(new Dictionary<string, LocalText[]> { [field] = [why] });

    /// <summary>400 with every field at fault named.</summary>
    public static ProblemHttpResult Invalid(IDictionary<string, LocalText[]> errors) =>
        Of(400, "invalid-request", new("Some fields are not acceptable.", "Некоторые поля заполнены неверно."), new() { ["errors"] = errors });

    public static ProblemHttpResult NotFound(LocalText detail) => Of(404, "not-found", detail);

    /// <summary>An expected "no" of a grain, with the status its kind asks for.</summary>
    public static ProblemHttpResult From(Rejection rejection)
    {
        var status = rejection.Kind switch
        {
            RejectionKind.NotFound => 404,
            RejectionKind.Conflict => 409,
            _ => 422,
        };
        var extensions = rejection.Field is null
            ? null
            : new Dictionary<string, object?> { ["errors"] = new Dictionary<string, LocalText[]> { [rejection.Field] = [rejection.Detail] } };
        return Of(status, rejection.Type, rejection.Detail, extensions);
    }

    public static ProblemHttpResult Of(int status, string name, LocalText detail, Dictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(new LocalProblem(status, name, detail, extensions));
}
