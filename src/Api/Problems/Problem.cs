using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Problems;

/// <summary>Answers of RFC 9457 with a stable type: <c>urn:cashback:problem:NAME</c>.</summary>
public static class Problem
{
    public static string TypeOf(string name) => $"urn:cashback:problem:{name}";

    /// <summary>400 with the field named.</summary>
    public static ProblemHttpResult Invalid(string field, string why) =>
        Invalid(new Dictionary<string, string[]> { [field] = [why] });

    /// <summary>400 with every field at fault named.</summary>
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) =>
        Of(400, "invalid-request", "Some fields are not acceptable.", new() { ["errors"] = errors });

    public static ProblemHttpResult NotFound(string detail) => Of(404, "not-found", detail);

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
            : new Dictionary<string, object?> { ["errors"] = new Dictionary<string, string[]> { [rejection.Field] = [rejection.Detail] } };
        return Of(status, rejection.Type, rejection.Detail, extensions);
    }

    public static ProblemHttpResult Of(int status, string name, string detail, Dictionary<string, object?>? extensions = null) =>
        TypedResults.Problem(detail, statusCode: status, type: TypeOf(name), title: TitleOf(name), extensions: extensions);

    private static string TitleOf(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
