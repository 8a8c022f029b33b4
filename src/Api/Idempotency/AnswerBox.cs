using Cashback.Networks;

namespace Cashback.Api.Idempotency;

/// <summary>Encrypts kept answers that hold a secret; each can be opened for its own request only.</summary>
internal sealed class AnswerBox(Secrets secrets, string grainKey)
{
    private const string Purpose = "answer";

    public string Close(string body) => Convert.ToBase64String(SealedSecret.Seal(secrets.KeptAnswers, Purpose, grainKey, body));

    /// <exception cref="InvalidOperationException">It was kept by an installation with another secret.</exception>
    public string Open(string kept) => SealedSecret.Open(secrets.KeptAnswers, Purpose, grainKey, Convert.FromBase64String(kept))
        ?? throw new InvalidOperationException("A kept answer was sealed with another Cashback:Secret.");
}
