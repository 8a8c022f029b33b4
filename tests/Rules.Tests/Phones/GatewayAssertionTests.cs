using Cashback.Phones;

namespace Cashback.Rules.Tests.Phones;

public class GatewayAssertionTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);
    private static readonly GatewayAssertion Good = new("2026a", new Phone("+79161234567"), At, "0123456789abcdef0123456789abcdef");

    /// <summary>Made with the commands of the docs, so that both keep saying the same.</summary>
    [Fact]
    public void Header_is_what_openssl_makes_of_the_documented_commands() => Assert.Equal(
        "v1;key=2026a;phone=+79161234567;at=1795000000;nonce=0123456789abcdef0123456789abcdef;sig=439d3062ba33b11d1098a6864a6be6d9ae7ebcd462385eb0bb77e4945742baf0",
        Good.Sign(Key));

    [Fact]
    public void Signed_header_is_read_as_it_was_made()
    {
        Assert.True(GatewayAssertion.TryRead(Good.Sign(Key), KeyOf, out var read));
        Assert.Equal(Good, read);
    }

    [Fact]
    public void Header_with_any_character_changed_or_left_out_is_not_read()
    {
        var header = Good.Sign(Key);
        for (var i = 0; i < header.Length; i++)
        {
            var other = header[i] == '1' ? '2' : '1';
            var changed = header[..i] + other + header[(i + 1)..];
            Assert.False(GatewayAssertion.TryRead(changed, KeyOf, out _), changed);
            Assert.False(GatewayAssertion.TryRead(header.Remove(i, 1), KeyOf, out _), header.Remove(i, 1));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(";sig=")]
    [InlineData("v1;sig=00")]
    [InlineData("v2;key=2026a;phone=+79161234567;at=1795000000;nonce=0123456789abcdef")]
    [InlineData("v1;key=;phone=+79161234567;at=1795000000;nonce=0123456789abcdef")]
    [InlineData("v1;key=2026a;phone=79161234567;at=1795000000;nonce=0123456789abcdef")]
    [InlineData("v1;key=2026a;phone=+77011234567;at=1795000000;nonce=0123456789abcdef")]
    [InlineData("v1;key=2026a;phone=+79161234567;at=-1;nonce=0123456789abcdef")]
    [InlineData("v1;key=2026a;phone=+79161234567;at=99999999999999;nonce=0123456789abcdef")]
    [InlineData("v1;key=2026a;phone=+79161234567;at=1795000000;nonce=short")]
    [InlineData("v1;key=2026a;phone=+79161234567;at=1795000000;nonce=0123456789abcdef;phone=+79031234567")]
    [InlineData("v1;phone=+79161234567;key=2026a;at=1795000000;nonce=0123456789abcdef")]
    public void Text_of_any_other_form_is_not_read_even_when_it_is_signed(string text)
    {
        var signature = Convert.ToHexStringLower(
            System.Security.Cryptography.HMACSHA256.HashData(Key, System.Text.Encoding.ASCII.GetBytes(text)));

        Assert.False(GatewayAssertion.TryRead($"{text};sig={signature}", KeyOf, out _));
    }

    [Fact]
    public void Key_of_another_name_does_not_open_it()
    {
        Assert.False(GatewayAssertion.TryRead((Good with { Key = "2025" }).Sign(Key), KeyOf, out _));
        Assert.False(GatewayAssertion.TryRead(Good.Sign(new byte[32]), KeyOf, out _));
    }

    [Theory]
    [InlineData(-31, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(89, true)]
    [InlineData(90, false)]
    public void Header_lives_a_minute_with_half_a_minute_of_skew_on_both_sides(int seconds, bool timely) =>
        Assert.Equal(timely, Good.IsTimely(At.AddSeconds(seconds)));

    [Fact]
    public void Nonce_works_once_while_its_header_lives_and_is_forgotten_after()
    {
        var now = At;
        var (used, _) = GatewayNonces.None.Use("n1", Good.ValidUntil, now);

        Assert.Equal((null, GatewayCheck.Replayed), used!.Use("n1", Good.ValidUntil, Good.ValidUntil.AddTicks(-1)));
        var (later, check) = used.Use("n2", Good.ValidUntil.AddMinutes(2), Good.ValidUntil);
        Assert.Equal((GatewayCheck.Accepted, "n2"), (check, Assert.Single(later!.Used).Nonce));
    }

    [Fact]
    public void Number_of_nonces_that_are_remembered_is_bounded()
    {
        var nonces = GatewayNonces.None;
        for (var i = 0; i < GatewayNonces.LiveMax; i++)
        {
            nonces = nonces.Use($"n{i}", Good.ValidUntil, At).Next!;
        }

        Assert.Equal((null, GatewayCheck.TooMany), nonces.Use("one more", Good.ValidUntil, At));
        Assert.Equal(GatewayCheck.Accepted, nonces.Use("one more", Good.ValidUntil.AddMinutes(3), Good.ValidUntil).Check);
    }

    private static byte[]? KeyOf(string name) => name == "2026a" ? Key : null;
}
