using Cashback.Certificates;
using Cashback.Networks;
using Cashback.Phones;
using Cashback.Sessions;
using CsCheck;

namespace Cashback.Rules.Tests.Values;

/// <summary>Whatever any secret in force has made is read; what the others have made is not.</summary>
public sealed class KeyRingTests
{
    private static readonly byte[][] Masters = [.. Enumerable.Range(0,
        Secrets.IdMax + 1).Select(id => Enumerable.Repeat((byte)id, 32).ToArray())];

    private static readonly Gen<(Secrets Maker, Secrets Reader, bool Reads)> Pairs =
        Gen.Select(Ids, Ids, (maker, reader) => (Of(maker), Of(reader), reader.Ids.Contains(maker.Current)));

    private static Gen<(int[] Ids, int Current)> Ids =>
        Gen.Int[Secrets.First, Secrets.IdMax].Array[1, 4].SelectMany(
            ids => Gen.Int[0, ids.Length - 1].Select(at => (ids.Distinct().ToArray(), ids[at])));

    [Fact]
    public void Each_kind_is_read_just_where_its_secret_is_in_force() => Pairs.Sample(pair =>
    {
        var (maker, reader, reads) = pair;
        Assert.Equal(reads, reader.SignInCodes.Verify("text", maker.SignInCodes.Sign("text")));
        Assert.False(reader.SignInCodes.Verify("other", maker.SignInCodes.Sign("text")));
        Assert.Equal(reads, new RefreshTokens(reader.RefreshTokens).TryRead(
            new RefreshTokens(maker.RefreshTokens).Make(new SessionTicket("01ARZ3NDEKTSV4RRFFQ69G5FAV", "s", 3, maker.Current)), out _, out var number));
        Assert.Equal(3, number);
        Assert.Equal(reads, new ChallengeIds(reader.Challenges).TryOpen(
            new ChallengeIds(maker.Challenges).Seal(new Phone("+79161234567"), "01ARZ3NDEKTSV4RRFFQ69G5FAV"), out _, out _));
        var packed = SealedSecret.Seal(maker.NetworkSignatures, "shop", "s1", "secret");
        Assert.Equal(reads ? "secret" : null, SealedSecret.Open(reader.NetworkSignatures, "shop", "s1", packed));
        Assert.Equal(reads ? maker.Current : 0, SealedSecret.KeyIdOf(reader.NetworkSignatures, "shop", "s1", packed));
        var code = new CertificateCodes(maker).Make();
        Assert.Equal(reads, new CertificateCodes(reader).Open(code.Hash, code.Sealed) is { } shown
            && CertificateCode.TryRead(shown, out var typed) && new CertificateCodes(reader).HashesOf(typed).Contains(code.Hash));
        Assert.Equal(reads, reader.ApiKeys.Hashes("key").Any(maker.ApiKeys.Hash("key").IsSame));
    }, iter: 200);

    [Fact]
    public void What_is_sealed_anew_needs_the_old_secret_no_more()
    {
        var old = new CertificateCodes(new Secrets(Masters[1]));
        var both = new CertificateCodes(new Secrets(new Dictionary<int, byte[]> { [1] = Masters[1], [2] = Masters[2] }, 2));
        var after = new CertificateCodes(new Secrets(new Dictionary<int, byte[]> { [2] = Masters[2] }, 2));
        var made = old.Make();

        var resealed = both.Reseal(made.Hash, made.Sealed)!;

        Assert.Equal(old.Open(made.Hash, made.Sealed), after.Open(made.Hash, resealed.Sealed));
        Assert.True(CertificateCode.TryRead(after.Open(made.Hash, resealed.Sealed)!, out var code));
        Assert.Equal(resealed.Hash, after.HashOf(code));
        Assert.Null(after.Open(made.Hash, made.Sealed));
        Assert.Null(after.Reseal(made.Hash, made.Sealed));
    }

    private static Secrets Of((int[] Ids, int Current) given) => new(given.Ids.ToDictionary(id => id, id => Masters[id]), given.Current);
}
