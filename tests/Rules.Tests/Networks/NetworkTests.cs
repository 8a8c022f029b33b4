using Cashback.Networks;

namespace Cashback.Rules.Tests.Networks;

public class NetworkTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Pepper = KeyRing.Of(new byte[32]);
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
        Assert.Null(Admitad.Access(Now).Find([NetworkKeyHash.Of(Pepper, "affise", "one")], Now));

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

    [Fact]
    public void Two_secrets_of_signatures_are_in_force_at_a_time_and_no_more()
    {
        var two = Signing("s1").AddSecret(Secret("s2"), Now).Value!;

        Assert.Equal(2, two.Access(Now).SignatureSecrets.Count);
        Assert.Equal("too-many-secrets", two.AddSecret(Secret("s3"), Now).Rejection?.Type);
        Assert.Equal("too-many-secrets", two.RotateSecret("s2", Secret("s3"), Now.AddHours(1), Now).Rejection?.Type);
        Assert.Equal(
            ["s2", "s3"],
            two.RevokeSecret("s1", Now).Value!.AddSecret(Secret("s3"), Now).Value!.Access(Now).SignatureSecrets.Select(secret => secret.Id));
    }

    [Fact]
    public void Rotated_secret_counts_until_it_is_said()
    {
        var rotated = Signing("s1").RotateSecret("s1", Secret("s2"), Now.AddHours(1), Now).Value!;

        Assert.Equal(["s1", "s2"], rotated.Access(Now.AddMinutes(59)).SignatureSecrets.Select(secret => secret.Id));
        Assert.Equal(["s2"], rotated.Access(Now.AddHours(1)).SignatureSecrets.Select(secret => secret.Id));
        Assert.Equal("secret-ended", rotated.RotateSecret("s1", Secret("s3"), null, Now.AddHours(2)).Rejection?.Type);
        Assert.Equal(RejectionKind.NotFound, rotated.RevokeSecret("s9", Now).Rejection?.Kind);
    }

    [Fact]
    public void Sealed_secret_is_opened_only_for_its_network_and_id_and_only_unchanged()
    {
        var packed = SealedSecret.Seal(Pepper, "shop", "s1", "whsec_abc");

        Assert.Equal("whsec_abc", SealedSecret.Open(Pepper, "shop", "s1", packed));
        Assert.Null(SealedSecret.Open(Pepper, "other", "s1", packed));
        Assert.Null(SealedSecret.Open(Pepper, "shop", "s2", packed));
        Assert.Null(SealedSecret.Open(KeyRing.Of(Enumerable.Repeat((byte)1, 32).ToArray()), "shop", "s1", packed));
        Assert.All(Enumerable.Range(0, packed.Length), i =>
        {
            var changed = packed.ToArray();
            changed[i] ^= 1;
            Assert.Null(SealedSecret.Open(Pepper, "shop", "s1", changed));
        });
        Assert.DoesNotContain("whsec_abc", System.Text.Encoding.UTF8.GetString(packed), StringComparison.Ordinal);
    }

    private static Network Signing(string secretId) => Admitad.AddSecret(Secret(secretId), Now).Value!;

    private static SignatureSecret Secret(string id) => new(id, [1, 2, 3], Now);

    private static NetworkKey Key(string id, string secret) => NetworkKey.Of(id, NetworkKeyHash.Of(Pepper, "admitad", secret), Now);

    private static bool Admits(Network network, string secret, DateTimeOffset at) =>
        network.Access(Now).Find([NetworkKeyHash.Of(Pepper, "admitad", secret)], at) is not null;
}
