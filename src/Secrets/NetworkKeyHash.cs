namespace Cashback.Networks;

/// <summary>Networks' keys are stored as keyed hashes: who reads the store can't send postbacks.</summary>
public static class NetworkKeyHash
{
    /// <summary>Longer than any key that is made here; a longer one is wrong without being hashed.</summary>
    public const int SecretLengthMax = 128;

    /// <param name="keys"><see cref="Secrets.ApiKeys"/>.</param>
    public static KeyedHash Of(KeyRing keys, string network, string secret) => keys.Hash(Text(network, secret));

    /// <summary>With the secret of this id; null: it is not in force.</summary>
    public static KeyedHash? Of(KeyRing keys, int keyId, string network, string secret) => keys.Hash(keyId, Text(network, secret));

    private static string Text(string network, string secret) => $"network:{network}:{secret}";
}
