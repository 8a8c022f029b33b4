using System.Security.Cryptography;
using System.Text;

namespace Cashback.Networks;

/// <summary>
/// The secret of a signature can't be stored hashed, since each message is signed with it anew. It is stored encrypted
/// (AES-256-GCM) with a key of the installation, bound to its network and its id: who reads the store can't sign.
/// </summary>
public static class SealedSecret
{
    /// <summary>What begins a seal that is kept where texts in clear are kept, too.</summary>
    public const string TextPrefix = "sealed:";

    private const int IdBytes = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>The id of the key, the nonce, the tag, and what is sealed.</summary>
    public static byte[] Seal(KeyRing keys, string network, string id, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var packed = new byte[IdBytes + NonceBytes + TagBytes + plain.Length];
        packed[0] = (byte)keys.Current;
        var rest = packed.AsSpan(IdBytes);
        RandomNumberGenerator.Fill(rest[..NonceBytes]);
        using var aes = new AesGcm(keys.CurrentKey, TagBytes);
        aes.Encrypt(rest[..NonceBytes], plain, rest[(NonceBytes + TagBytes)..], rest.Slice(NonceBytes, TagBytes), Bound(network, id));
        return packed;
    }

    /// <summary>Null: sealed with a secret that is not in force, or changed.</summary>
    public static string? Open(KeyRing keys, string network, string id, byte[] packed)
    {
        var named = packed.Length > 0 && keys.Find(packed[0]) is { } key ? Open(key, Bound(network, id), packed.AsSpan(IdBytes)) : null;

        // What was sealed before seals named their keys begins with the nonce.
        return named ?? (keys.Find(Secrets.First) is { } first ? Open(first, Bound(network, id), packed) : null);
    }

    /// <summary>Whether it is sealed with the current secret.</summary>
    public static bool IsCurrent(KeyRing keys, string network, string id, byte[] packed) =>
        KeyIdOf(keys, network, id, packed) == keys.Current;

    /// <summary>The id of the secret with which it is sealed; 0: of one that is not in force.</summary>
    public static int KeyIdOf(KeyRing keys, string network, string id, byte[] packed)
    {
        var named = packed.Length > 0
            && keys.Find(packed[0]) is { } key
            && Open(key, Bound(network, id), packed.AsSpan(IdBytes)) is not null;
        return named ? packed[0] : Open(keys, network, id, packed) is not null ? Secrets.First : 0;
    }

    /// <summary>The id of the secret that a seal as text names.</summary>
    public static int NamedKeyOf(string text) => Convert.FromBase64String(text[TextPrefix.Length..])[0];

    private static string? Open(byte[] key, byte[] bound, ReadOnlySpan<byte> packed)
    {
        if (packed.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[packed.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(packed[..NonceBytes], packed[(NonceBytes + TagBytes)..], packed.Slice(NonceBytes, TagBytes), plain, bound);
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(string network, string id) => Encoding.UTF8.GetBytes($"{network}:{id}");
}
