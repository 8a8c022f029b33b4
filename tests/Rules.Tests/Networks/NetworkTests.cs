using Cashback.Networks;

namespace Cashback.Rules.Tests.Networks;

public class NetworkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Pepper = new byte[32];
    private static readonly Network Admitad = new Network("admitad", null, []).AddKey(Key("k1", "one"), Now).Value!;

    [Fact]
    public void Key_admits_until_it_is_revoked()
    {
        Assert.True(Admits(Admitad, "one", Now));
        Assert.False(Admits(Admitad, "two", Now));

        var revoked = Admitad.Revoke("k1", Now).Value!;
        Assert.False(Admits(revoked, "one", Now));
        Assert.Same(revoked, revoked.Revoke("k1", Now.AddDays(1)).Value);
    }

    [Fact]
    public void Key_of_one_network_is_none_of_another() =>
        Assert.False(Admitad.Access(Now).Admits(NetworkKeyHash.Of(Pepper, "affise", "one"), Now));

    [Fact]
    public void Rotated_key_works_on_until_it_is_said()
    {
        var rotated = Admitad.Rotate("k1", Key("k2", "two"), Now.AddHours(1), Now).Value!;

        Assert.True(Admits(rotated, "two", Now));
        Assert.True(Admits(rotated, "one", Now.AddMinutes(59)));
        Assert.False(Admits(rotated, "one", Now.AddHours(1)));
    }

    [Fact]
    public void Key_rotated_without_an_end_works_on_until_it_is_revoked()
    {
        var rotated = Admitad.Rotate("k1", Key("k2", "two"), null, Now).Value!;

        Assert.True(Admits(rotated, "one", Now.AddDays(900)));
        Assert.False(Admits(rotated.Revoke("k1", Now).Value!, "one", Now));
    }

    [Fact]
    public void Rotation_does_not_make_a_key_last_longer()
    {
        var short1 = Admitad.Rotate("k1", Key("k2", "two"), Now.AddHours(1), Now).Value!;
        var again = short1.Rotate("k1", Key("k3", "three"), Now.AddDays(9), Now).Value!;

        Assert.False(Admits(again, "one", Now.AddHours(2)));
    }

    [Fact]
    public void Unknown_and_ended_keys_are_not_rotated()
    {
        Assert.Equal(RejectionKind.NotFound, Admitad.Rotate("k9", Key("k2", "two"), null, Now).Rejection?.Kind);
        Assert.Equal(RejectionKind.NotFound, Admitad.Revoke("k9", Now).Rejection?.Kind);
        Assert.Equal("key-ended", Admitad.Revoke("k1", Now).Value!.Rotate("k1", Key("k2", "two"), null, Now).Rejection?.Type);
    }

    [Fact]
    public void Number_of_keys_is_limited()
    {
        var network = Admitad;
        for (var i = 1; i < Network.KeysMax; i++)
        {
            network = network.AddKey(Key($"n{i}", $"n{i}"), Now).Value!;
        }

        Assert.Equal("too-many-keys", network.AddKey(Key("more", "more"), Now).Rejection?.Type);
    }

    [Fact]
    public void Every_description_that_comes_along_is_whole() =>
        Assert.All(BuiltInNetworks.All, network => Assert.Null(NetworkRules.Check(network)));

    [Fact]
    public void Description_that_can_not_name_a_purchase_is_refused()
    {
        var admitad = BuiltInNetworks.Admitad;

        Assert.Equal("lineId", NetworkRules.Check(admitad with { LineId = NetworkParameter.Optional("id") })?.Field);
        Assert.Equal("lineId", NetworkRules.Check(admitad with { LineId = new NetworkParameter([], Required: true) })?.Field);
        Assert.Equal("currency", NetworkRules.Check(admitad with { Currency = NetworkParameter.Optional("currency") })?.Field);
        Assert.Equal("statuses", NetworkRules.Check(admitad with
        {
            Statuses = new Dictionary<string, IReadOnlyDictionary<string, Cashback.Purchases.ReportedStatus>>(),
        })?.Field);
        Assert.Equal("click", NetworkRules.Check(admitad with { Click = NetworkParameter.Optional("") })?.Field);
    }

    private static NetworkKey Key(string id, string secret) => new(id, NetworkKeyHash.Of(Pepper, "admitad", secret), Now);

    private static bool Admits(Network network, string secret, DateTimeOffset at) =>
        network.Access(Now).Admits(NetworkKeyHash.Of(Pepper, "admitad", secret), at);
}
