namespace Cashback.Idempotency;

/// <summary>
/// The first answer to one caller's request with one Idempotency-Key, key <c>idem:CALLER:HASH</c>, kept at least 24 hours.
/// That a request is under way is known in memory only: after a crash the same request runs again, and the calls
/// behind it are safe to repeat.
/// </summary>
[Alias("idempotency")]
public interface IIdempotencyGrain : IGrainWithStringKey
{
    /// <param name="fingerprint">Hash of the request's query and body.</param>
    [Alias("begin")]
    Task<IdempotencyVerdict> BeginAsync(string fingerprint);

    /// <summary>
    /// The request is still being worked on: to be reported every second. A process that no longer reports is gone, and the same
    /// request elsewhere runs.
    /// </summary>
    [Alias("renew")]
    Task RenewAsync(string fingerprint);

    /// <summary>
    /// The request has its answer; from now on it is the answer to every repetition. The first one is kept. A refusal is kept
    /// in memory only, and for minutes: it decided nothing, and is not worth a record.
    /// </summary>
    [Alias("complete")]
    Task CompleteAsync(string fingerprint, KeptAnswer answer);

    /// <summary>
    /// Whether a repetition would get a kept answer, or a refusal because the key belongs to another request; it would not run.
    /// </summary>
    [Alias("is-answered")]
    Task<bool> IsAnsweredAsync();

    /// <summary>The request ended without an answer worth keeping; the next one with this key runs.</summary>
    [Alias("abandon")]
    Task AbandonAsync(string fingerprint);
}

[GenerateSerializer, Alias("idempotency-step")]
public enum IdempotencyStep
{
    /// <summary>The request is new: do it, then complete or abandon.</summary>
    Run,

    /// <summary>Answered before: give the kept answer.</summary>
    Replay,

    /// <summary>The same request is being worked on right now.</summary>
    InFlight,

    /// <summary>The key belongs to a request with another query or body.</summary>
    Reused,
}

/// <param name="Answer">For <see cref="IdempotencyStep.Replay"/>.</param>
[GenerateSerializer, Immutable, Alias("idempotency-verdict")]
public sealed record IdempotencyVerdict([property: Id(0)] IdempotencyStep Step, [property: Id(1)] KeptAnswer? Answer = null);

/// <param name="Body">As it was sent, UTF-8.</param>
[GenerateSerializer, Immutable, Alias("kept-answer")]
public sealed record KeptAnswer(
    [property: Id(0)] int Status,
    [property: Id(1)] string? ContentType,
    [property: Id(2)] string? Location,
    [property: Id(3)] string Body,
    [property: Id(4)] string? ContentLanguage = null);
