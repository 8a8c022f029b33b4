namespace Cashback.Shops;

/// <summary>A shop of the operator whose tills redeem certificates, key <c>shop:ID</c>: its name and its API keys.</summary>
[Alias("shop")]
public interface IShopGrain : IGrainWithStringKey
{
    /// <summary>Null if there is no such shop.</summary>
    [Alias("get")]
    Task<ShopView?> GetAsync();

    /// <summary>Makes the shop, or changes its name. Repeated: changes nothing.</summary>
    [Alias("put")]
    Task<ShopView> PutAsync(string name);

    /// <summary>Makes a key. Its secret is shown by this answer only.</summary>
    [Alias("make-key")]
    Task<Outcome<NewShopKey>> MakeKeyAsync();

    /// <summary>Ends a key now. Repeated: changes nothing.</summary>
    [Alias("revoke-key")]
    Task<Outcome<bool>> RevokeKeyAsync(string keyId);

    /// <summary>A key that is known by the hash of an older secret is known by the first one's from then on.</summary>
    /// <param name="hashes">See <c>ShopKeys</c>.</param>
    /// <returns>The key's id; null: this is no key in force of the shop.</returns>
    [Alias("find-key")]
    Task<string?> FindKeyAsync(IReadOnlyList<KeyedHash> hashes);
}

[GenerateSerializer, Immutable, Alias("shop-view")]
public sealed record ShopView(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] IReadOnlyList<ShopKeyView> Keys);

/// <param name="RevokedAt">Null while the key works.</param>
[GenerateSerializer, Immutable, Alias("shop-key-view")]
public sealed record ShopKeyView(
    [property: Id(0)] string Id, [property: Id(1)] DateTimeOffset CreatedAt, [property: Id(2)] DateTimeOffset? RevokedAt);

/// <param name="Key">What a till sends in <c>X-Api-Key</c>. Nobody can show it again.</param>
[GenerateSerializer, Immutable, Alias("new-shop-key")]
public sealed record NewShopKey([property: Id(0)] ShopKeyView View, [property: Id(1)] string Key);
