using Cashback.Networks;

namespace Cashback.Api.Idempotency;

/// <summary>Encrypts kept answers that hold a secret; each can be opened for its own request only.</summary>
internal sealed class AnswerCipher(Secrets secrets, string grainKey)
{
    private const string Purpose = "answer";

    public string Encrypt(string body) =>
        SealedSecret.TextPrefix + Convert.ToBase64String(SealedSecret.Seal(secrets.KeptAnswers, Purpose, grainKey, body));

    /// <summary>Null: it was kept with a secret that is not in force any more.</summary>
    public string? Decrypt(string kept) => SealedSecret.Open(
            secrets.KeptAnswers, Purpose, grainKey,
            Convert.FromBase64String(kept.StartsWith(SealedSecret.TextPrefix, StringComparison.Ordinal)
                ? kept[SealedSecret.TextPrefix.Length..] : kept));
}
