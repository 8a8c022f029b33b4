using Cashback.Shops;

namespace Cashback.Rules.Tests.Certificates;

public sealed class ShopTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Pepper = KeyRing.Of(new byte[32]);

    [Fact]
    public void Key_works_until_it_is_revoked_and_others_work_on()
    {
        var shop = With(With(new Shop("arbat", "Арбат", []), "k1"), "k2");

        Assert.Equal(("k1", "k2", null), (Find(shop, "k1"), Find(shop, "k2"), Find(shop, "k3")));
        shop = shop.Revoke("k1", Now).Value!;
        Assert.Equal((null, "k2"), (Find(shop, "k1"), Find(shop, "k2")));
        Assert.Same(shop, shop.Revoke("k1", Now.AddDays(1)).Value);
        Assert.Equal("not-found", shop.Revoke("k9", Now).Rejection!.Type);
    }

    [Fact]
    public void Shop_has_so_many_keys_and_revoked_ones_make_room()
    {
        var shop = Enumerable.Range(1, Shop.KeysMax).Aggregate(new Shop("arbat", "Арбат", []), (full, number) => With(full, $"k{number}"));

        Assert.Equal("too-many-keys", shop.AddKey(Key("one-more")).Rejection!.Type);
        Assert.NotNull(shop.Revoke("k1", Now).Value!.AddKey(Key("one-more")).Value);
    }

    [Theory]
    [InlineData("arbat.secret", "arbat")]
    [InlineData("arbat-2.a_b-c", "arbat-2")]
    [InlineData("arbat", null)]
    [InlineData("arbat.", null)]
    [InlineData(".secret", null)]
    [InlineData("Arbat.secret", null)]
    [InlineData("a.b.c", null)]
    [InlineData("sample-ops-key", null)]
    public void Key_tells_its_shop(string key, string? shop) => Assert.Equal(shop, ShopKeys.ShopOf(key));

    private static ShopKey Key(string id) => ShopKey.Of(id, ShopKeys.Hashes(Pepper, "arbat." + id)[0], Now);

    private static Shop With(Shop shop, string id) => shop.AddKey(Key(id)).Value!;

    private static string? Find(Shop shop, string id) => shop.FindKey(ShopKeys.Hashes(Pepper, "arbat." + id));
}
