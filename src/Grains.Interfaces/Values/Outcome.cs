namespace Cashback;

/// <summary>An expected "no": against the rules now, or not acceptable. Bugs and outages are exceptions instead.</summary>
/// <param name="Type">Stable name, the last part of <c>urn:cashback:problem:NAME</c>.</param>
/// <param name="Detail">What is wrong and what to do, for the person who asked.</param>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Field">The request's field at fault, if there is one.</param>
[GenerateSerializer, Immutable, Alias("rejection")]
public sealed record Rejection(
    [property: Id(0)] string Type,
    [property: Id(1)] LocalText Detail,
    [property: Id(2)] RejectionKind Kind = RejectionKind.Conflict,
    [property: Id(3)] string? Field = null);

[GenerateSerializer, Alias("rejection-kind")]
public enum RejectionKind
{
    /// <summary>Unknown, or not the caller's: 404.</summary>
    NotFound,

    /// <summary>Against the rules now: 409.</summary>
    Conflict,

    /// <summary>Well-formed but not acceptable: 422.</summary>
    Unacceptable,
}

/// <summary>A result, or why there is none.</summary>
[GenerateSerializer, Immutable, Alias("outcome`1")]
public sealed record Outcome<T>([property: Id(0)] T? Value, [property: Id(1)] Rejection? Rejection)
{
    public bool Accepted => Rejection is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Rejection rejection) => new(default, rejection);
}
