using Cashback.Phones;

namespace Cashback.Rules.Tests.Phones;

public sealed class PhoneRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Key = KeyRing.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly SignInWish Wish = new("ru");

    [Fact]
    public void A_new_number_can_have_a_code_at_once() =>
        Assert.Equal((CodeSending.Sent, Start), new PhoneRecord().MaySend(Start));

    [Theory]
    [InlineData(0, CodeSending.TooSoon)]
    [InlineData(59, CodeSending.TooSoon)]
    [InlineData(60, CodeSending.Sent)]
    public void The_next_code_waits_for_sixty_seconds(int secondsLater, object expected) =>
        Assert.Equal((CodeSending)expected, SentAt(Start).MaySend(Start.AddSeconds(secondsLater)).Sending);

    [Fact]
    public void A_code_that_could_not_be_sent_does_not_delay_the_next_one_but_counts_for_the_day()
    {
        var phone = new PhoneRecord();
        for (var i = 0; i < PhoneRecord.CodesADay; i++)
        {
            Assert.Equal(CodeSending.Sent, phone.MaySend(Start).Sending);
            phone = Send(phone, Start).SendingFailed();
        }

        Assert.Equal(CodeSending.TooMany, phone.MaySend(Start).Sending);
    }

    [Fact]
    public void The_sixth_code_waits_until_the_first_is_a_day_old()
    {
        var phone = SentAt([.. Enumerable.Range(0, 5).Select(i => Start.AddMinutes(i))]);
        Assert.Equal((CodeSending.TooMany, Start.AddHours(24)), phone.MaySend(Start.AddHours(24).AddTicks(-1)));
        Assert.Equal(CodeSending.Sent, phone.MaySend(Start.AddHours(24)).Sending);
    }

    [Fact]
    public void The_record_does_not_grow_with_the_codes_sent()
    {
        var phone = SentAt([.. Enumerable.Range(0, 100).Select(i => Start.AddHours(5 * i))]);
        Assert.InRange(phone.CodesSentAt.Count, 1, PhoneRecord.CodesADay);
    }

    [Fact]
    public void A_challenge_can_be_tried_five_times_and_not_once_more()
    {
        var phone = SentAt(Start);
        for (var left = 4; left >= 0; left--)
        {
            phone = phone.Try("challenge", Start)!;
            Assert.Equal(left, phone.Challenge!.Code.TriesLeft);
        }

        Assert.Null(phone.Try("challenge", Start));
    }

    [Fact]
    public void A_challenge_ends_five_minutes_after_it_began()
    {
        Assert.NotNull(SentAt(Start).Try("challenge", Start.AddMinutes(5).AddTicks(-1)));
        Assert.Null(SentAt(Start).Try("challenge", Start.AddMinutes(5)));
    }

    [Fact]
    public void Another_challenge_can_not_be_tried()
    {
        Assert.Null(SentAt(Start).Try("another", Start));
        Assert.Null(new PhoneRecord().Try("challenge", Start));
    }

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
    public void Signing_in_ends_the_challenge_and_keeps_the_owner()
    {
        var phone = SentAt(Start) with { Owner = new PhoneOwner("subscriber", Registered: false) };
        var signedIn = phone.SignedIn();
        Assert.Null(signedIn.Challenge);
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

    private static PhoneRecord SentAt(params DateTimeOffset[] times) => times.Aggregate(new PhoneRecord(), Send);

    private static PhoneRecord Send(PhoneRecord phone, DateTimeOffset at) =>
        phone.Send(Challenge.Start("challenge", "123456", Wish, Key, at), at);
}
