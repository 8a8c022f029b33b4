using System.Security.Cryptography;
using System.Text;

namespace Cashback.Networks;

/// <summary>Networks' keys are stored as keyed hashes: who reads the store can't send postbacks.</summary>
public static class NetworkKeyHash
{
    /// <summary>Longer than any key that is made here; a longer one is wrong without being hashed.</summary>
    public const int SecretLengthMax = 128;

    /// <param name="pepper"><see cref="Secrets.ApiKeys"/>.</param>
    public static byte[] Of(byte[] pepper, string network, string secret) =>
        HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes($"network:{network}:{secret}"));

    public static bool Equal(byte[] left, byte[] right) => CryptographicOperations.FixedTimeEquals(left, right);
}
