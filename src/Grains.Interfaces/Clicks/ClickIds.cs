using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Clicks;

/// <summary>What a click id tells by itself.</summary>
public sealed record ClickToken(string SubscriberId, string StoreId, DateTimeOffset At);

/// <summary>
/// Makes and reads click ids: 50 URL-safe characters that hold the subscriber (a ULID, 16 bytes), the store
/// (12 characters, 8 bytes), the time (hundredths of a second since 2020, 5 bytes) and a truncated HMAC-SHA256
/// (8 bytes). A network's sub-id has room for 50 characters, and a forger can only try online.
/// </summary>
public sealed class ClickIds(byte[] key)
{
    public const int Length = 50;
    public const int StoreIdLengthMax = 12;

    private const string StoreAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private const int BodyBytes = 29;
    private const int TotalBytes = 37;
    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time as a click id can hold it.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        Epoch.AddTicks((at - Epoch).Ticks / Tick * Tick);

    /// <summary>The smallest step between two click times.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private static long Tick => Step.Ticks;

    public static bool IsStoreId(string? text) =>
        text is { Length: > 0 and <= StoreIdLengthMax } && text.All(c => StoreAlphabet.Contains(c, StringComparison.Ordinal));

    public string Make(string subscriberId, string storeId, DateTimeOffset at)
    {
        if (!IsStoreId(storeId))
        {
            throw new ArgumentException($"'{storeId}' is not a store id.", nameof(storeId));
        }

        Span<byte> bytes = stackalloc byte[TotalBytes];
        Ulid.Parse(subscriberId, CultureInfo.InvariantCulture).TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], PackStore(storeId));
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, (at - Epoch).Ticks / Tick);
        time[3..].CopyTo(bytes[24..]);
        Sign(bytes[..BodyBytes], bytes[BodyBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    public bool TryRead(string? text, out ClickToken? click)
    {
        click = null;
        Span<byte> bytes = stackalloc byte[TotalBytes];
        if (text is not { Length: Length }
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != TotalBytes)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[TotalBytes - BodyBytes];
        Sign(bytes[..BodyBytes], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, bytes[BodyBytes..]))
        {
            return false;
        }

        Span<byte> time = stackalloc byte[8];
        time.Clear();
        bytes[24..BodyBytes].CopyTo(time[3..]);
        click = new ClickToken(
            new Ulid(bytes[..16]).ToString(),
            UnpackStore(BinaryPrimitives.ReadUInt64BigEndian(bytes[16..])),
            Epoch.AddTicks(BinaryPrimitives.ReadInt64BigEndian(time) * Tick));
        return true;
    }

    private void Sign(ReadOnlySpan<byte> body, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, full);
        full[..mac.Length].CopyTo(mac);
    }

    // Base 38: 0 ends the id, the alphabet counts from 1. 38^12 fits into 63 bits.
    private static ulong PackStore(string storeId)
    {
        ulong packed = 0;
        foreach (var c in storeId)
        {
            packed = packed * 38 + (ulong)StoreAlphabet.IndexOf(c, StringComparison.Ordinal) + 1;
        }

        return packed;
    }

    private static string UnpackStore(ulong packed)
    {
        var text = new StringBuilder(StoreIdLengthMax);
        for (; packed > 0; packed /= 38)
        {
            text.Insert(0, StoreAlphabet[(int)(packed % 38) - 1]);
        }

        return text.ToString();
    }
}
