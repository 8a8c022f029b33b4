using System.Security.Cryptography;
using System.Text;

namespace Cashback.Networks;

/// <summary>
/// The secret of a signature can't be stored hashed, since each message is signed with it anew. It is stored encrypted
/// (AES-256-GCM) with a key of the installation, bound to its network and its id: who reads the store can't sign.
/// </summary>
public static class SealedSecret
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="key"><see cref="Secrets.NetworkSignatures"/>.</param>
    public static byte[] Seal(byte[] key, string network, string id, string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var packed = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = packed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, packed.AsSpan(NonceBytes + TagBytes), packed.AsSpan(NonceBytes, TagBytes), Bound(network, id));
        return packed;
    }

    /// <summary>Null: sealed with the secret of another installation, or changed.</summary>
    public static string? Open(byte[] key, string network, string id, byte[] packed)
    {
        if (packed.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[packed.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                packed.AsSpan(0, NonceBytes), packed.AsSpan(NonceBytes + TagBytes), packed.AsSpan(NonceBytes, TagBytes), plain, Bound(network, id));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(string network, string id) => Encoding.UTF8.GetBytes($"{network}:{id}");
}
