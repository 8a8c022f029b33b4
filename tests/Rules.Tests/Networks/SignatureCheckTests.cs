using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cashback.Networks;

namespace Cashback.Rules.Tests.Networks;

public class SignatureCheckTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private const string Body = "{\"lineId\":\"1\"}";
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<SignatureHash, SignedContent, SignatureFormat> Schemes() =>
    [
        .. from hash in Enum.GetValues<SignatureHash>()
           from content in Enum.GetValues<SignedContent>()
           from format in Enum.GetValues<SignatureFormat>()
           select (hash, content, format),
    ];

    /// <summary>The example of the Standard Webhooks specification's libraries.</summary>
    [Fact]
    public void Standard_webhook_of_its_own_example_is_valid()
    {
        var signature = BuiltInNetworks.Find("webhooks")!.Signature!;
        var message = Message("{\"test\": 2432232314}",
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

        Assert.Equal(
            SignatureVerdict.Valid,
            SignatureCheck.Verify(signature, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], message, DateTimeOffset.FromUnixTimeSeconds(1614265330)));
    }

    [Theory, MemberData(nameof(Schemes))]
    public void Every_scheme_knows_its_own_signature_and_no_other(SignatureHash hash, SignedContent content, SignatureFormat format)
    {
        var signature = new NetworkSignature("X-Signature", hash, content, format, "X-Time", "X-Id");
        var time = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = content switch
        {
            SignedContent.Body => Body,
            SignedContent.Query => "a=1&b=%20",
            SignedContent.TimestampAndBody => $"{time}.{Body}",
            _ => $"m-1.{time}.{Body}",
        };
        var given = Sign(hash, format, Secret, signed);

        Assert.Equal(SignatureVerdict.Valid, Verify(Secret, Body, "a=1&b=%20"));
        Assert.Equal(SignatureVerdict.Valid, SignatureCheck.Verify(signature, ["another-secret-01", Secret], With(Body, "a=1&b=%20"), Now));
        Assert.Equal(SignatureVerdict.Wrong, Verify(Secret[1..] + "0", Body, "a=1&b=%20"));
        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Verify(signature, [], With(Body, "a=1&b=%20"), Now));
        Assert.Equal(content == SignedContent.Query ? SignatureVerdict.Valid : SignatureVerdict.Wrong, Verify(Secret, Body + " ", "a=1&b=%20"));
        Assert.Equal(content == SignedContent.Query ? SignatureVerdict.Wrong : SignatureVerdict.Valid, Verify(Secret, Body, "a=1&b=+"));

        SignatureVerdict Verify(string secret, string body, string query) =>
            SignatureCheck.Verify(signature, [secret], With(body, query), Now);
        RawMessage With(string body, string query) => Message(body, ("X-Signature", given), ("X-Time", time), ("X-Id", "m-1")) with { Query = query };
    }

    [Theory]
    [InlineData(0, SignatureVerdict.Valid)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.Stale)]
    [InlineData(301, SignatureVerdict.Stale)]
    public void Message_counts_for_five_minutes_either_way(int seconds, SignatureVerdict verdict)
    {
        var time = Now.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = new NetworkSignature("X-Signature", Content: SignedContent.TimestampAndBody, TimestampHeader: "X-Time");
        var message = Message(Body, ("X-Signature", Sign(SignatureHash.HmacSha256, SignatureFormat.Hex, Secret, $"{time}.{Body}")), ("X-Time", time));

        Assert.Equal(verdict, SignatureCheck.Verify(signature, [Secret], message, Now));
    }

    [Fact]
    public void Fresh_time_does_not_save_an_old_signature()
    {
        var signature = new NetworkSignature("X-Signature", Content: SignedContent.TimestampAndBody, TimestampHeader: "X-Time");
        var old = Now.AddHours(-1).ToUnixTimeSeconds();
        var message = Message(Body,
            ("X-Signature", Sign(SignatureHash.HmacSha256, SignatureFormat.Hex, Secret, $"{old}.{Body}")),
            ("X-Time", Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Verify(signature, [Secret], message, Now));
    }

    [Theory]
    [InlineData(null, "1793880000", "m-1")]
    [InlineData("v1,AAAA", null, "m-1")]
    [InlineData("v1,AAAA", "soon", "m-1")]
    [InlineData("v1,AAAA", "1793880000", null)]
    [InlineData("", "1793880000", "m-1")]
    public void Header_that_is_missing_or_makes_no_sense_is_no_signature(string? given, string? time, string? id)
    {
        var headers = new Dictionary<string, string?> { ["webhook-signature"] = given, ["webhook-timestamp"] = time, ["webhook-id"] = id };
        var message = new RawMessage("", Encoding.UTF8.GetBytes(Body), headers.GetValueOrDefault);

        Assert.Equal(SignatureVerdict.Missing, SignatureCheck.Verify(BuiltInNetworks.Find("webhooks")!.Signature!, [Secret], message, Now));
    }

    [Theory]
    [InlineData("not a signature")]
    [InlineData("v1,not base64 at all")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,")]
    [InlineData(",,, v1,==== v1")]
    public void Signature_that_is_none_is_wrong(string given)
    {
        var message = Message(Body, ("webhook-signature", given), ("webhook-timestamp", Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ("webhook-id", "1"));
        Assert.Equal(SignatureVerdict.Wrong, SignatureCheck.Verify(BuiltInNetworks.Find("webhooks")!.Signature!, [Secret], message, Now));
    }

    [Fact]
    public void One_of_several_signatures_is_enough()
    {
        var time = Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var right = Sign(SignatureHash.HmacSha256, SignatureFormat.VersionedBase64, Secret, $"m-1.{time}.{Body}");
        var message = Message(Body, ("webhook-signature", $"v1,AAAA v2,BBBB {right}"), ("webhook-timestamp", time), ("webhook-id", "m-1"));
        Assert.Equal(SignatureVerdict.Valid, SignatureCheck.Verify(BuiltInNetworks.Find("webhooks")!.Signature!, [Secret], message, Now));
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789 abcdef", false)]
    [InlineData("whsec_not_base64_at_all!", false)]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true)]
    public void Secret_that_a_network_made_has_to_be_one(string text, bool accepted) =>
        Assert.Equal(accepted, SignatureCheck.IsSecret(text));

    [Fact]
    public void Secret_that_is_made_is_long_enough_and_new()
    {
        var webhooks = SignatureCheck.MakeSecret(BuiltInNetworks.Find("webhooks")!.Signature);
        Assert.StartsWith("whsec_", webhooks, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(webhooks["whsec_".Length..]).Length);
        Assert.NotEqual(webhooks, SignatureCheck.MakeSecret(null));
        Assert.True(SignatureCheck.IsSecret(SignatureCheck.MakeSecret(new NetworkSignature("X-Signature"))));
    }

    private static RawMessage Message(string body, params (string Name, string Value)[] headers) => new(
        "", Encoding.UTF8.GetBytes(body),
        headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase).GetValueOrDefault);

#pragma warning disable CA5350 // Networks choose the hash.
    private static string Sign(SignatureHash hash, SignatureFormat format, string secret, string content)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        var bytes = Encoding.UTF8.GetBytes(content);
        var mac = hash == SignatureHash.HmacSha1 ? HMACSHA1.HashData(key, bytes) : HMACSHA256.HashData(key, bytes);
        return format switch
        {
            SignatureFormat.Hex => Convert.ToHexString(mac),
            SignatureFormat.Base64 => Convert.ToBase64String(mac),
            SignatureFormat.PrefixedHex => (hash == SignatureHash.HmacSha1 ? "sha1=" : "sha256=") + Convert.ToHexStringLower(mac),
            _ => "v1," + Convert.ToBase64String(mac),
        };
    }
#pragma warning restore CA5350
}
