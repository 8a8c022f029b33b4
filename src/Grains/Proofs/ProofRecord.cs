using System.Collections.Immutable;
using Cashback.Phones;

namespace Cashback.Proofs;

/// <summary>A code that was sent for one action of one sign-in, and the proof that it became.</summary>
/// <param name="Purpose">See <see cref="ProofPurposes"/>.</param>
/// <param name="ProofHash">Of the proof; null: the code was not given yet.</param>
/// <param name="ProvenUntil">While the proof is in force.</param>
internal sealed record Proof(
    OneTimeCode Code, string SessionId, string Purpose, DateTimeOffset SentAt, string? ProofHash = null, DateTimeOffset? ProvenUntil = null)
{
    public bool IsOver(DateTimeOffset now) => now >= (ProvenUntil ?? Code.ExpiresAt);
}

/// <summary>A code that was sent by e-mail, to show whose the address is.</summary>
internal sealed record EmailProof(OneTimeCode Code, string Address, DateTimeOffset SentAt);

/// <summary>The running proofs of one subscriber, and how many codes were sent of late.</summary>
internal sealed record ProofRecord
{
    public const int CodesAnHour = 10;
    public const int OpenMax = 5;
    public static readonly TimeSpan BetweenCodes = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ProofLife = TimeSpan.FromMinutes(10);

    /// <summary>A letter takes longer than an SMS.</summary>
    public static readonly TimeSpan EmailCodeLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The oldest first.</summary>
    public ImmutableArray<Proof> Open { get; init; } = [];

    /// <summary>When codes were sent within the last hour, by SMS and by e-mail, the oldest first.</summary>
    public ImmutableArray<DateTimeOffset> SentAt { get; init; } = [];

    public EmailProof? Email { get; init; }

    /// <summary>Whether another code may be sent now, and if not, when.</summary>
    /// <param name="last">When one was sent for the same before.</param>
    public (ProofSending Sending, DateTimeOffset NextAt) MaySend(DateTimeOffset? last, DateTimeOffset now)
    {
        var recent = Recent(now);
        if (recent.Length >= CodesAnHour)
        {
            return (ProofSending.TooMany, recent[0] + Hour);
        }

        return last is { } before && before + BetweenCodes > now ? (ProofSending.TooSoon, before + BetweenCodes) : (ProofSending.Sent, now);
    }

    public DateTimeOffset? LastSent(string sessionId, string purpose) =>
        Open.LastOrDefault(proof => proof.SessionId == sessionId && proof.Purpose == purpose && proof.ProofHash is null)?.SentAt;

    /// <summary>A newer code for the same action takes the place of the older one.</summary>
    public ProofRecord Send(Proof proof, DateTimeOffset now)
    {
        var open = Open.RemoveAll(
            other => other.IsOver(now)
            || (other.SessionId == proof.SessionId && other.Purpose == proof.Purpose && other.ProofHash is null));
        return this with { Open = [.. open.TakeLast(OpenMax - 1), proof], SentAt = [.. Recent(now), now] };
    }

    public ProofRecord Send(EmailProof proof, DateTimeOffset now) => this with { Email = proof, SentAt = [.. Recent(now), now] };

    /// <summary>The code did not go out; it still counts for the hour, as it may have gone out all the same.</summary>
    public ProofRecord NotSent(string proofId) => this with
    {
        Open = Open.RemoveAll(proof => proof.Code.Id == proofId),
        Email = Email?.Code.Id == proofId ? null : Email,
    };

    public Proof? Find(string sessionId, string proofId) =>
        Open.FirstOrDefault(proof => proof.Code.Id == proofId && proof.SessionId == sessionId);

    public ProofRecord With(Proof before, Proof after) => this with { Open = Open.Replace(before, after) };

    private ImmutableArray<DateTimeOffset> Recent(DateTimeOffset now) => SentAt.RemoveAll(at => at + Hour <= now);
}
