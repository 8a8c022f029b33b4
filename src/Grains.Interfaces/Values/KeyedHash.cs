using System.Security.Cryptography;

namespace Cashback;

/// <summary>A keyed hash, and the id of the secret that it was made with.</summary>
[GenerateSerializer, Immutable, Alias("keyed-hash")]
public sealed record KeyedHash([property: Id(0)] int KeyId, [property: Id(1)] byte[] Hash)
{
    /// <summary>The id of the only master secret of an installation that has never changed it; of whatever names no key.</summary>
    public const int FirstKeyId = 1;

    /// <summary>Of the same key and the same content; compared in constant time.</summary>
    public bool IsSame(KeyedHash other) => KeyId == other.KeyId & CryptographicOperations.FixedTimeEquals(Hash, other.Hash);
}
