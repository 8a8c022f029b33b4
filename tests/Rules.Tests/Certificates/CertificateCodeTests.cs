using Cashback.Certificates;
using CsCheck;

namespace Cashback.Rules.Tests.Certificates;

public sealed class CertificateCodeTests
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static readonly CertificateCodes Codes = new(new Secrets(new byte[32]));

    [Fact]
    public void Code_has_eighty_random_bits_at_least()
    {
        var codes = Enumerable.Range(0, 20_000).Select(_ => CertificateCode.Make()).ToArray();

        Assert.All(codes, code => Assert.Equal(18, code.Length));
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.True(17 * Math.Log2(Alphabet.Length) >= 80);

        // At each random place every character comes, about equally often.
        for (var place = 0; place < 17; place++)
        {
            var counts = codes.CountBy(code => code[place]).ToDictionary();
            Assert.Equal(Alphabet.Length, counts.Count);
            Assert.All(counts.Values, count => Assert.InRange(count, 450, 850));
        }
    }

    [Fact]
    public void Code_is_read_as_people_type_it()
    {
        var code = CertificateCode.Make();
        var shown = CertificateCode.Show(code);

        Assert.Equal($"{code[..6]}-{code[6..12]}-{code[12..]}", shown);
        foreach (var typed in (string[])[code, shown, shown.ToLowerInvariant(), $" {shown.Replace('-', ' ')} "])
        {
            Assert.True(CertificateCode.TryRead(typed, out var read));
            Assert.Equal(code, read);
        }
    }

    [Fact]
    public void One_wrong_character_never_goes_unnoticed() =>
        Gen.Select(Gen.Int[0, 17], Gen.Int[1, 30]).Sample((place, shift) =>
        {
            var typed = CertificateCode.Make().ToCharArray();
            typed[place] = Alphabet[(Alphabet.IndexOf(typed[place], StringComparison.Ordinal) + shift) % Alphabet.Length];
            Assert.False(CertificateCode.TryRead(new string(typed), out _));
        });

    [Fact]
    public void Two_characters_that_changed_places_never_go_unnoticed() =>
        Gen.Select(Gen.Int[0, 17], Gen.Int[0, 17]).Sample((one, other) =>
        {
            var code = CertificateCode.Make();
            var typed = code.ToCharArray();
            (typed[one], typed[other]) = (typed[other], typed[one]);
            Assert.Equal(new string(typed) == code, CertificateCode.TryRead(new string(typed), out _));
        });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("ABCDEF")]
    [InlineData("0OIL1!0OIL1!0OIL1!")]
    [InlineData("АБВГДЕ-АБВГДЕ-АБВГДЕ")]
    [InlineData("222222-222222-222222-222222-222222-222222-222222-222222-222222-222222")]
    public void What_can_be_no_code_is_not_read(string? typed) => Assert.False(CertificateCode.TryRead(typed, out _));

    [Fact]
    public void Code_at_rest_is_found_by_its_hash_and_opened_for_its_owner_only()
    {
        var made = Codes.Make();
        var shown = Codes.Open(made.Hash, made.Sealed)!;

        Assert.True(CertificateCode.TryRead(shown, out var code));
        Assert.Equal(made.Hash, Codes.HashOf(code));
        Assert.DoesNotContain(code, made.Sealed, StringComparison.OrdinalIgnoreCase);
        Assert.Null(Codes.Open(Codes.Make().Hash, made.Sealed));
        var elsewhere = new CertificateCodes(new Secrets([1, .. new byte[31]]));
        Assert.Null(elsewhere.Open(made.Hash, made.Sealed));
        Assert.NotEqual(made.Hash, elsewhere.HashOf(code));
    }

    [Fact]
    public void Message_holds_the_code_sealed_until_it_is_sent()
    {
        var made = Codes.Make();
        var value = CertificateCodes.ForMessage(made);
        var shown = Codes.Open(made.Hash, made.Sealed)!;

        Assert.DoesNotContain(shown, value, StringComparison.Ordinal);
        Assert.Equal(shown, Codes.Reveal(value));
        Assert.Equal("5000", Codes.Reveal("5000"));
        Assert.Equal("Магазин: чай", Codes.Reveal("Магазин: чай"));
    }
}
