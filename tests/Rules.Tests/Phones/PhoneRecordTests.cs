using Cashback.Phones;

namespace Cashback.Rules.Tests.Phones;

public sealed class PhoneRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Key = KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly RegistrationDetails Details = new("ru");

    [Fact]
    public void A_code_is_compared_with_its_own_challenge_and_key_and_is_not_in_the_record()
    {
        var challenge = OneTimeCode.Start("challenge", "123456", Key, Start);
        Assert.True(challenge.Matches("123456", Key));
        Assert.False(challenge.Matches("123457", Key));
        Assert.False(challenge.Matches("123456", KeyRing.Of(new byte[32])));
        Assert.NotEqual(challenge.CodeHash, OneTimeCode.Start("another", "123456", Key, Start).CodeHash);
        Assert.DoesNotContain("123456", challenge.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Signing_in_uses_up_its_own_challenge_and_keeps_the_owner()
    {
        var codes = new[] { "mine", "theirs" }.Aggregate(CodeRequests.None, (codes, id) =>
            codes.Send(Challenge.Start(id, "123456", Details, CodeCaller.Address(id), Key, Start), null, Start));
        var signedIn = new PhoneRecord { Codes = codes, Owner = new PhoneOwner("subscriber", Registered: false) }.SignedIn("mine");

        Assert.Equal("theirs", Assert.Single(signedIn.Codes.Open).Code.Id);
        Assert.Equal(new PhoneOwner("subscriber", Registered: true), signedIn.Owner);
    }

    [Fact]
    public void Codes_have_six_digits_and_differ()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => SignInCode.Make()).ToList();
        Assert.All(codes, code => Assert.Matches("^[0-9]{6}$", code));
        Assert.InRange(codes.Distinct().Count(), 190, 200);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public void The_text_is_one_sms_and_the_code_is_its_only_digits(string locale)
    {
        var text = SignInCode.Text("012345", locale);
        Assert.InRange(text.Length, 10, 70);
        Assert.Equal("012345", new string([.. text.Where(char.IsDigit)]));
    }
}
