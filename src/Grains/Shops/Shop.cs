using System.Collections.Immutable;

namespace Cashback.Shops;

/// <summary>A shop and the keys of its tills.</summary>
internal sealed record Shop(string Id, string Name, ImmutableArray<ShopKey> Keys)
{
    /// <summary>Keys in force at one time.</summary>
    public const int KeysMax = 20;

    private const int RevokedKept = 50;

    public ShopView View() => new(Id, Name, [.. Keys.Select(key => key.View())]);

    public Outcome<Shop> AddKey(ShopKey key)
    {
        if (Keys.Count(known => known.RevokedAt is null) >= KeysMax)
        {
            return new Rejection("too-many-keys", new(
                $"The shop has {KeysMax} keys in force already; revoke one first.",
                $"У салона уже {KeysMax} действующих ключей; сначала отзовите один из них."));
        }

        var revoked = Keys.Where(known => known.RevokedAt is not null).OrderByDescending(known => known.RevokedAt).Take(RevokedKept);
        return this with { Keys = [.. Keys.Where(known => known.RevokedAt is null), key, .. revoked] };
    }

    /// <summary>The same instance if the key was revoked before.</summary>
    public Outcome<Shop> Revoke(string keyId, DateTimeOffset now) => Keys.FirstOrDefault(key => key.Id == keyId) switch
    {
        null => new Rejection("not-found", new("The shop has no such key.", "У салона нет такого ключа."), RejectionKind.NotFound),
        { RevokedAt: null } key => this with { Keys = Keys.Replace(key, key with { RevokedAt = now }) },
        _ => this,
    };

    /// <summary>Every key is compared, so that the time taken reveals nothing.</summary>
    public string? FindKey(IReadOnlyList<KeyedHash> hashes)
    {
        string? found = null;
        foreach (var key in Keys)
        {
            foreach (var hash in hashes)
            {
                found = key.Keyed().IsSame(hash) & key.RevokedAt is null ? key.Id : found;
            }
        }

        return found;
    }

    /// <summary>The key is known by this hash from now on. The same instance if it was before.</summary>
    public Shop Rekey(string keyId, KeyedHash hash) => Keys.FirstOrDefault(key => key.Id == keyId) is { } key && !key.Keyed().IsSame(hash)
        ? this with { Keys = Keys.Replace(key, key with { Hash = hash.Hash, KeyId = hash.KeyId }) }
        : this;
}

/// <param name="Hash">See <see cref="ShopKeys"/>.</param>
/// <param name="KeyId">Of the secret that made the hash; null: the first one.</param>
internal sealed record ShopKey(string Id, byte[] Hash, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt = null, int? KeyId = null)
{
    public static ShopKey Of(string id, KeyedHash hash, DateTimeOffset now) => new(id, hash.Hash, now, KeyId: hash.KeyId);

    public KeyedHash Keyed() => new(KeyId ?? Secrets.First, Hash);

    public ShopKeyView View() => new(Id, CreatedAt, RevokedAt);
}
