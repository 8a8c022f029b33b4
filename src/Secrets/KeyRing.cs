using System.Buffers.Text;
using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cashback;

/// <summary>The keys of one purpose, one of each master secret in force: all of them read, the current one writes.</summary>
public sealed class KeyRing(IReadOnlyDictionary<int, byte[]> keys, int current)
{
    private const int OnStackMax = 256;
    private readonly FrozenDictionary<int, byte[]> _keys = keys.ToFrozenDictionary();

    public int Current => current;

    public byte[] CurrentKey { get; } = keys[current];

    /// <summary>By the ids of their secrets.</summary>
    public IReadOnlyDictionary<int, byte[]> All => _keys;

    /// <summary>The current one first, then from the highest id down.</summary>
    public IReadOnlyList<int> Ids { get; } = [current, .. keys.Keys.Where(id => id != current).OrderDescending()];

    /// <summary>A ring of one key, under the id of whatever names no key.</summary>
    public static KeyRing Of(byte[] key) => new(new Dictionary<int, byte[]> { [Secrets.First] = key }, Secrets.First);

    /// <summary>Null: the secret with this id is not in force (any more).</summary>
    public byte[]? Find(int id) => _keys.GetValueOrDefault(id);

    /// <summary>A keyed hash of a text.</summary>
    public KeyedHash Hash(string text) => Hash(current, text)!;

    /// <summary>Null: the secret with this id is not in force (any more).</summary>
    public KeyedHash? Hash(int id, string text)
    {
        if (Find(id) is not { } key)
        {
            return null;
        }

        Span<byte> few = stackalloc byte[OnStackMax];
        var bytes = Encoding.UTF8.TryGetBytes(text, few, out var length) ? few[..length] : Encoding.UTF8.GetBytes(text);
        return new KeyedHash(id, HMACSHA256.HashData(key, bytes));
    }

    /// <summary>The hash of a text under each key in force, in the order of <see cref="Ids"/>.</summary>
    public IReadOnlyList<KeyedHash> Hashes(string text) => [.. Ids.Select(id => Hash(id, text)!)];

    /// <summary>A signature of a text that names its key: <c>ID.BASE64URL</c>.</summary>
    /// <param name="id">Which key; one that is not in force gives way to the current one.</param>
    public string Sign(string text, int? id = null)
    {
        var hash = Hash(id ?? current, text) ?? Hash(text);
        return $"{hash.KeyId.ToString(CultureInfo.InvariantCulture)}.{Base64Url.EncodeToString(hash.Hash)}";
    }

    /// <summary>Whether it is the text's signature by any key in force; compared in constant time.</summary>
    public bool Verify(string text, string signature) =>
        signature.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
        && int.TryParse(signature.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && Find(id) is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(text, id)), Encoding.UTF8.GetBytes(signature));
}
