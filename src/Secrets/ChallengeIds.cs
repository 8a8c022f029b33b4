using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Cashback.Phones;

/// <summary>
/// The challenge id that a client holds: it leads to the number's grain without showing the number, and can't be made
/// by anybody else. Encrypted and authenticated (AES-GCM): 1 byte id of the key, 12 bytes nonce, 8 bytes number, 16 bytes ULID,
/// 16 bytes tag.
/// </summary>
public sealed class ChallengeIds(KeyRing keys)
{
    private const int IdSize = 1;
    private const int NonceSize = 12;
    private const int NumberSize = 8;
    private const int UlidSize = 16;
    private const int TagSize = 16;
    private const int Size = IdSize + NonceSize + NumberSize + UlidSize + TagSize;

    public string Seal(Phone phone, string challengeId)
    {
        Span<byte> clear = stackalloc byte[NumberSize + UlidSize];
        BinaryPrimitives.WriteInt64BigEndian(clear, long.Parse(phone.E164.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture));
        Ulid.Parse(challengeId, CultureInfo.InvariantCulture).TryWriteBytes(clear[NumberSize..]);

        Span<byte> token = stackalloc byte[Size];
        token[0] = (byte)keys.Current;
        var nonce = token.Slice(IdSize, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(keys.CurrentKey, TagSize);
        cipher.Encrypt(nonce, clear, token[(IdSize + NonceSize)..^TagSize], token[^TagSize..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>False for everything that this installation has not made.</summary>
    public bool TryOpen(string text, out Phone phone, out string challengeId)
    {
        phone = default;
        challengeId = "";
        Span<byte> token = stackalloc byte[Size];
        if (text.Length != Base64Url.GetEncodedLength(Size) || !Base64Url.TryDecodeFromChars(text, token, out var length) || length != Size
            || keys.Find(token[0]) is not { } key)
        {
            return false;
        }

        Span<byte> clear = stackalloc byte[NumberSize + UlidSize];
        try
        {
            using var cipher = new AesGcm(key, TagSize);
            cipher.Decrypt(token.Slice(IdSize, NonceSize), token[(IdSize + NonceSize)..^TagSize], token[^TagSize..], clear);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        phone = new Phone(string.Create(CultureInfo.InvariantCulture, $"+{BinaryPrimitives.ReadInt64BigEndian(clear)}"));
        challengeId = new Ulid(clear[NumberSize..]).ToString();
        return true;
    }
}
