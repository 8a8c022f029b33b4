using System.Text.Json;

namespace Cashback.Fuzz.Description;

/// <summary>Who sends a request.</summary>
public enum Caller
{
    Nobody,
    Subscriber,
    Operator,
    Shop,

    /// <summary>Credentials that are none.</summary>
    Forged,
}

/// <param name="In">path, query or header.</param>
public sealed record Parameter(string In, string Name);

/// <summary>A kind of body that an operation takes.</summary>
/// <param name="Schema">Of JSON; of all else it says nothing that helps.</param>
public sealed record BodyKind(string Type, JsonElement Schema);

/// <summary>One operation of the service's own description.</summary>
/// <param name="Natural">Whom it is for.</param>
public sealed record Operation(
    string Method, string Template, Caller Natural, IReadOnlyList<Parameter> Parameters, IReadOnlyList<BodyKind> Bodies)
{
    /// <summary>What its answers are like; null: the document does not have it.</summary>
    public AnswerSchemas? Answers { get; init; }

    public bool IsPostback => Template.StartsWith("/postbacks/", StringComparison.Ordinal);

    public bool TakesKey => Parameters.Any(parameter => parameter is { In: "header", Name: "Idempotency-Key" });

    /// <summary>It can end the sign-in, or the membership, of who calls it: somebody calls it whom nobody misses.</summary>
    public bool EndsCaller => (string[])["/logout", "/exit", "/sessions", "/erasure", "/refresh"] is var ends
        && ends.Any(end => Template.Contains(end, StringComparison.Ordinal)) && Method != "GET";

    public override string ToString() => $"{Method} {Template}";
}
