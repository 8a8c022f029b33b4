using System.Security.Cryptography;
using System.Text;

namespace Cashback.Phones;

/// <summary>A code that was sent, and what it was sent for. The code itself is nowhere: only a keyed hash, bound to this challenge.</summary>
/// <param name="Tries">How often a code was compared already.</param>
internal sealed record Challenge(string Id, string CodeHash, DateTimeOffset ExpiresAt, int Tries, SignInWish Wish)
{
    public const int TriesMax = 5;
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public int TriesLeft => TriesMax - Tries;

    public static Challenge Start(string id, string code, SignInWish wish, byte[] key, DateTimeOffset now) =>
        new(id, Hash(id, code, key), now + Life, 0, wish);

    public bool CanBeTried(string challengeId, DateTimeOffset now) => Id == challengeId && now < ExpiresAt && TriesLeft > 0;

    /// <summary>Compares in constant time.</summary>
    public bool Matches(string code, byte[] key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeHash), Encoding.ASCII.GetBytes(Hash(Id, code, key)));

    private static string Hash(string id, string code, byte[] key) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}:{code}")));
}
