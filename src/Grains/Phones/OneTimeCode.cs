using System.Text.Json.Serialization;

namespace Cashback.Phones;

/// <summary>
/// A code that was sent to somebody and works once, within five minutes and five tries. The code itself is nowhere: only a
/// keyed hash, bound to this id.
/// </summary>
/// <param name="Tries">How often a code was compared already.</param>
internal sealed record OneTimeCode(string Id, string CodeHash, DateTimeOffset ExpiresAt, int Tries = 0)
{
    public const int TriesMax = 5;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    [JsonIgnore]
    public int TriesLeft => Math.Max(0, TriesMax - Tries);

    public static OneTimeCode Start(string id, string code, KeyRing keys, DateTimeOffset now) => new(id, keys.Sign($"{id}:{code}"), now + Life);

    public bool IsLive(DateTimeOffset now) => now < ExpiresAt && TriesLeft > 0;

    /// <summary>Uses up one try. To be saved before the comparison: a try that is not counted would be a free one.</summary>
    /// <returns>Null if it can't be tried (any more).</returns>
    public OneTimeCode? Try(DateTimeOffset now) => IsLive(now) ? this with { Tries = Tries + 1 } : null;

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string code, KeyRing keys) => keys.Verify($"{Id}:{code}", CodeHash);
}
