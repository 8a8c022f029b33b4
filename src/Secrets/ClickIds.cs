using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Cashback.Clicks;

/// <summary>What a click id tells by itself.</summary>
/// <param name="Terms">Which version of the store's terms the click was shown, modulo <see cref="ClickIds.TermsModulus"/>.</param>
public sealed record ClickToken(string SubscriberId, string StoreId, DateTimeOffset At, int Terms = 0);

/// <summary>
/// Makes and reads click ids: 50 URL-safe characters, 300 bits, that hold the subscriber (a ULID, 128 bits), the store
/// (12 characters, 64 bits), the time (hundredths of a second since 2024, 36 bits), the version of the store's terms that the
/// click was shown (12 bits), which key it is signed with (4 bits) and a truncated HMAC-SHA256 (56 bits). A network's sub-id has
/// room for 50 characters, and a forger can only try online.
/// </summary>
public sealed class ClickIds
{
    public const int Length = 50;
    public const int StoreIdLengthMax = 12;
    public const int TermsModulus = 1 << TermsBits;
    public const int KeysMax = 16;

    /// <summary>The characters of a <see cref="Slug"/>, in the order in which click ids count them.</summary>
    private const string StoreAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789-";
    private const int TermsBits = 12;
    private const int TimeBits = 36;
    private const int WhatBytes = 24;
    private const int WhenBytes = (TimeBits + TermsBits) / 8;

    /// <summary>All that is signed; of the last byte only the upper half, which names the key.</summary>
    private const int BodyBytes = WhatBytes + WhenBytes + 1;
    private const int MacBytes = 7;

    /// <summary>The lower half of the last byte is nought, and the character that it alone would need is left out.</summary>
    private const int TotalBytes = BodyBytes + MacBytes;
    private const char Nought = 'A';
    private static readonly DateTimeOffset Epoch = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[]?[] _keys = new byte[KeysMax][];
    private readonly int _current;

    /// <param name="keys">By their ids, 0 to 15: a click id made with any of them is read.</param>
    /// <param name="current">The id of the one with which new click ids are made.</param>
    public ClickIds(IReadOnlyDictionary<int, byte[]> keys, int current)
    {
        foreach (var (id, key) in keys)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id, nameof(keys));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, KeysMax, nameof(keys));
            _keys[id] = key;
        }

        _current = keys.ContainsKey(current) ? current : throw new ArgumentException($"There is no key {current}.", nameof(current));
    }

    public ClickIds(byte[] key)
        : this(new Dictionary<int, byte[]> { [0] = key }, 0)
    {
    }

    /// <summary>The time as a click id can hold it.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        Epoch.AddTicks((at - Epoch).Ticks / Tick * Tick);

    /// <summary>The smallest step between two click times.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private static long Tick => Step.Ticks;

    public static bool IsStoreId(string? text) => Slug.Is(text, StoreIdLengthMax);

    /// <param name="terms">The version of the store's terms, from 1; taken modulo <see cref="TermsModulus"/>.</param>
    public string Make(string subscriberId, string storeId, DateTimeOffset at, int terms = 1)
    {
        if (!IsStoreId(storeId))
        {
            throw new ArgumentException($"'{storeId}' is not a store id.", nameof(storeId));
        }

        var steps = (at - Epoch).Ticks / Tick;
        ArgumentOutOfRangeException.ThrowIfNegative(steps, nameof(at));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(steps, 1L << TimeBits, nameof(at));
        ArgumentOutOfRangeException.ThrowIfNegative(terms);

        Span<byte> bytes = stackalloc byte[TotalBytes];
        bytes.Clear();
        Ulid.Parse(subscriberId, CultureInfo.InvariantCulture).TryWriteBytes(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], PackStore(storeId));
        Span<byte> when = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(when, (steps << TermsBits) | (uint)(terms % TermsModulus));
        when[(8 - WhenBytes)..].CopyTo(bytes[WhatBytes..]);
        bytes[BodyBytes - 1] = (byte)(_current << 4);
        Sign(_keys[_current]!, bytes[..BodyBytes], bytes[(BodyBytes - 1)..]);
        return Base64Url.EncodeToString(bytes)[..Length];
    }

    public bool TryRead(string? text, out ClickToken? click)
    {
        Span<byte> bytes = stackalloc byte[TotalBytes];
        if (!TryVerify(text, bytes))
        {
            click = null;
            return false;
        }

        var (at, terms) = TermsIn(bytes);
        click = new ClickToken(
            new Ulid(bytes[..16]).ToString(), UnpackStore(BinaryPrimitives.ReadUInt64BigEndian(bytes[16..])), at, terms);
        return true;
    }

    /// <summary>When the click was and which terms it was shown (<see cref="ClickToken"/>); null: it is no click id of ours.</summary>
    public (DateTimeOffset At, int Terms)? ReadTerms(string? text)
    {
        Span<byte> bytes = stackalloc byte[TotalBytes];
        return TryVerify(text, bytes) ? TermsIn(bytes) : null;
    }

    private bool TryVerify(string? text, Span<byte> bytes)
    {
        if (text is not { Length: Length })
        {
            return false;
        }

        Span<char> whole = stackalloc char[Length + 1];
        text.CopyTo(whole);
        whole[Length] = Nought;
        if (Base64Url.DecodeFromChars(whole, bytes, out _, out var written) != OperationStatus.Done || written != TotalBytes
            || _keys[bytes[BodyBytes - 1] >> 4] is not { } key)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[TotalBytes];
        bytes[..BodyBytes].CopyTo(expected);
        expected[BodyBytes..].Clear();
        expected[BodyBytes - 1] &= 0xF0;
        Sign(key, expected[..BodyBytes], expected[(BodyBytes - 1)..]);
        return CryptographicOperations.FixedTimeEquals(expected, bytes);
    }

    private static (DateTimeOffset At, int Terms) TermsIn(ReadOnlySpan<byte> bytes)
    {
        Span<byte> when = stackalloc byte[8];
        when.Clear();
        bytes[WhatBytes..(BodyBytes - 1)].CopyTo(when[(8 - WhenBytes)..]);
        var timeAndTerms = BinaryPrimitives.ReadInt64BigEndian(when);
        return (Epoch.AddTicks((timeAndTerms >> TermsBits) * Tick), (int)(timeAndTerms & (TermsModulus - 1)));
    }

    /// <summary>Puts the signature of a body behind it, from the lower half of the body's last byte on.</summary>
    private static void Sign(byte[] key, ReadOnlySpan<byte> body, Span<byte> into)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, body, mac);
        for (var i = 0; i < MacBytes; i++)
        {
            into[i] |= (byte)(mac[i] >> 4);
            into[i + 1] = (byte)(mac[i] << 4);
        }
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
        Span<char> text = stackalloc char[StoreIdLengthMax];
        var begin = text.Length;
        for (; packed > 0; packed /= 38)
        {
            text[--begin] = StoreAlphabet[(int)(packed % 38) - 1];
        }

        return text[begin..].ToString();
    }
}
