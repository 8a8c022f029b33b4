namespace Cashback.Shops;

/// <summary>A shop's key is <c>SHOP.SECRET</c>: it tells its shop, and is stored as a keyed hash only.</summary>
public static class ShopKeys
{
    public const int ShopIdLengthMax = 32;
    private const int KeyLengthMax = 128;

    public static bool IsShopId(string? text) => Slug.Is(text, ShopIdLengthMax);

    /// <returns>The shop that the key claims to be of; null: it can't be a key.</returns>
    public static string? ShopOf(string key) =>
        key.Length <= KeyLengthMax && key.Split('.') is [var shop, { Length: > 0 }] && IsShopId(shop) ? shop : null;

    /// <summary>Under each secret in force, the current one first.</summary>
    /// <param name="keys"><see cref="Secrets.ApiKeys"/>.</param>
    public static IReadOnlyList<KeyedHash> Hashes(KeyRing keys, string key) => keys.Hashes("shop:" + key);
}
