namespace Cashback.Networks;

/// <summary>Networks' keys are stored as keyed hashes: who reads the store can't send postbacks.</summary>
public static class NetworkKeyHash
{
    /// <summary>Longer than any key that is made here; a longer one is wrong without being hashed.</summary>
    public const int SecretLengthMax = 128;

    /// <param name="keys"><see cref="Secrets.ApiKeys"/>.</param>
    public static KeyedHash Of(KeyRing keys, string network, string secret) => keys.Hash(Text(network, secret));

    /// <summary>With each of these secrets that is in force.</summary>
    public static IReadOnlyList<KeyedHash> OfEach(KeyRing keys, IReadOnlyList<int> keyIds, string network, string secret)
    {
        var text = Text(network, secret);
        var hashes = new List<KeyedHash>(keyIds.Count);
        for (var i = 0; i < keyIds.Count; i++)
        {
            if (keys.Hash(keyIds[i], text) is { } hash)
            {
                hashes.Add(hash);
            }
        }

        return hashes;
    }

    private static string Text(string network, string secret) => $"network:{network}:{secret}";
}
