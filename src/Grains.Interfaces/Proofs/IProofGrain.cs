namespace Cashback.Proofs;

/// <summary>
/// Fresh proofs of one subscriber, key <c>proof:ULID</c>: codes by SMS, each for one sign-in and one action, and the code that
/// shows whose an e-mail address is. No code is stored, only its keyed hash.
/// </summary>
[Alias("proof")]
public interface IProofGrain : IGrainWithStringKey
{
    /// <summary>Sends a code for this action to the subscriber's number.</summary>
    /// <param name="purpose">See <see cref="ProofPurposes"/>.</param>
    [Alias("request")]
    Task<ProofRequested> RequestAsync(string sessionId, string purpose);

    /// <summary>Trades the code for a proof of ten minutes. Each call uses up one of five tries.</summary>
    [Alias("prove")]
    Task<ProofVerdict> ProveAsync(string sessionId, string proofId, string code);

    /// <summary>What the proof is for, while it is in force; null: it is none of this sign-in's.</summary>
    [Alias("purpose")]
    Task<string?> GetPurposeAsync(string sessionId, string proof);

    /// <summary>Sends a code by e-mail to the subscriber's address, unless it is confirmed.</summary>
    [Alias("send-email-code")]
    Task<ProofRequested> SendEmailCodeAsync();

    /// <summary>Compares a code with the one that was sent by e-mail. Right: the address that it was sent to.</summary>
    [Alias("try-email-code")]
    Task<ProofVerdict> TryEmailCodeAsync(string code);
}

[GenerateSerializer, Alias("proof-sending")]
public enum ProofSending
{
    Sent,

    /// <summary>The code before it, for the same action, is too young.</summary>
    TooSoon,

    /// <summary>There were too many of late.</summary>
    TooMany,

    /// <summary>The gateway did not take it; another one may be requested at once.</summary>
    NotSent,

    /// <summary>There is nothing to prove: no such subscriber, or no address that is to be confirmed.</summary>
    NothingToProve,
}

/// <param name="ProofId">What the code is bound to; null if none was sent.</param>
/// <param name="ExpiresAt">When the code stops working.</param>
/// <param name="NextAt">When another one can be requested.</param>
[GenerateSerializer, Immutable, Alias("proof-requested")]
public sealed record ProofRequested(
    [property: Id(0)] ProofSending Sending,
    [property: Id(1)] string? ProofId,
    [property: Id(2)] DateTimeOffset ExpiresAt,
    [property: Id(3)] DateTimeOffset NextAt);

/// <param name="Right">Whether the code was right.</param>
/// <param name="TriesLeft">If it was wrong; null: it can't be tried (any more).</param>
/// <param name="Proof">If it was right: the proof, or the e-mail address.</param>
/// <param name="ExpiresAt">Of the proof.</param>
[GenerateSerializer, Immutable, Alias("proof-verdict")]
public sealed record ProofVerdict(
    [property: Id(0)] bool Right,
    [property: Id(1)] int? TriesLeft = null,
    [property: Id(2)] string? Proof = null,
    [property: Id(3)] DateTimeOffset? ExpiresAt = null,
    [property: Id(4)] string? Purpose = null);
