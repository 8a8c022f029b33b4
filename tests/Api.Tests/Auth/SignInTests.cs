using System.Globalization;
using System.Net;
using System.Net.Http.Json;

namespace Cashback.Api.Tests.Auth;

/// <summary>Codes by SMS. Each test has a number of its own, so one API serves them all, its clock moving only forward.</summary>
public sealed class SignInTests(OwnApi own) : IClassFixture<OwnApi>
{
    private readonly TestApi _api = own.Api;

    [Fact]
    public async Task A_first_sign_in_registers_and_a_second_one_finds_the_same_subscriber()
    {
        var phone = TestApi.NewNumber();
        var first = await _api.SignInAsync(phone);
        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        var second = await _api.SignInAsync(phone);

        Assert.True(first.Tokens.Registered);
        Assert.False(second.Tokens.Registered);
        Assert.Equal(first.Tokens.SubscriberId, second.Tokens.SubscriberId);
        Assert.Equal(900, first.Tokens.ExpiresIn);

        using var me = await second.Client.GetAsync("/api/v1/me");
        var account = await me.JsonAsync();
        Assert.Equal(phone, account.GetProperty("phone").GetString());
        Assert.Equal(first.Tokens.SubscriberId, account.GetProperty("subscriberId").GetString());
        Assert.Equal("individual", account.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task The_answer_is_the_same_for_a_known_and_an_unknown_number()
    {
        var known = (await _api.SignInAsync()).Phone;
        await _api.AdvanceAsync(TimeSpan.FromHours(1));

        using var forKnown = await _api.OtpAsync(new { phone = known });
        using var forUnknown = await _api.OtpAsync(new { phone = TestApi.NewNumber() });
        var (a, b) = (await forKnown.JsonAsync(), await forUnknown.JsonAsync());

        Assert.Equal(HttpStatusCode.Accepted, forKnown.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, forUnknown.StatusCode);
        Assert.Equal(a.EnumerateObject().Select(field => field.Name), b.EnumerateObject().Select(field => field.Name));
        Assert.Equal(a.GetProperty("challengeId").GetString()!.Length, b.GetProperty("challengeId").GetString()!.Length);
        Assert.Equal(TimeSpan.FromMinutes(4), a.GetProperty("expiresAt").GetDateTimeOffset() - a.GetProperty("resendAfter").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_the_fifth_ends_the_challenge()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        for (var left = 4; left >= 0; left--)
        {
            using var response = await _api.TokenAsync(challenge, Other(code));
            Assert.Equal("401 wrong-code", await response.OutcomeAsync());
            Assert.Equal(left, (await response.JsonAsync()).GetProperty("triesLeft").GetInt32());
        }

        Assert.Equal("401 challenge-ended", await _api.TokenAsync(challenge, code).OutcomeAsync());
    }

    [Fact]
    public async Task The_fifth_try_still_counts_when_it_is_right()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal("401 wrong-code", await _api.TokenAsync(challenge, Other(code)).OutcomeAsync());
        }

        Assert.Equal("200", await _api.TokenAsync(challenge, code).OutcomeAsync());
    }

    [Fact]
    public async Task Tries_at_the_same_moment_are_counted_one_by_one()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.TokenAsync(challenge, Other(code)).OutcomeAsync()));

        Assert.Equal(5, outcomes.Count(outcome => outcome == "401 wrong-code"));
        Assert.Equal(15, outcomes.Count(outcome => outcome == "401 challenge-ended"));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);

        Assert.Equal("200", await _api.TokenAsync(challenge, code).OutcomeAsync());
        Assert.Equal("401 challenge-ended", await _api.TokenAsync(challenge, code).OutcomeAsync());
    }

    [Fact]
    public async Task One_code_used_at_the_same_moment_signs_in_once()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _api.TokenAsync(challenge, code).OutcomeAsync()));

        Assert.Single(outcomes, "200");
        Assert.Equal(4, outcomes.Count(outcome => outcome == "401 challenge-ended"));
    }

    [Fact]
    public async Task A_code_is_stale_after_five_minutes()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        await _api.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal("401 challenge-ended", await _api.TokenAsync(challenge, code).OutcomeAsync());
    }

    [Fact]
    public async Task A_code_belongs_to_its_challenge()
    {
        var (mine, theirs) = (TestApi.NewNumber(), TestApi.NewNumber());
        var myChallenge = await _api.RequestCodeAsync(mine);
        await _api.RequestCodeAsync(theirs);
        var (myCode, theirCode) = (await _api.CodeAsync(mine), await _api.CodeAsync(theirs));
        if (myCode != theirCode)
        {
            Assert.Equal("401 wrong-code", await _api.TokenAsync(myChallenge, theirCode).OutcomeAsync());
        }

        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        await _api.RequestCodeAsync(mine);
        Assert.Equal("200", await _api.TokenAsync(myChallenge, myCode).OutcomeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_challenge_that_was_never_made_is_refused(string challengeId) =>
        Assert.Equal("401 challenge-ended", await _api.TokenAsync(challengeId, "123456").OutcomeAsync());

    [Theory]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("١٢٣٤٥٦")]
    public async Task A_code_that_is_not_six_digits_is_malformed_and_costs_no_try(string code)
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        for (var i = 0; i < 6; i++)
        {
            using var response = await _api.TokenAsync(challenge, code);
            Assert.Equal("400 invalid-request", await response.OutcomeAsync());
            Assert.Equal(["code"], await response.FieldsAsync());
        }

        Assert.Equal("200", await _api.TokenAsync(challenge, await _api.CodeAsync(phone)).OutcomeAsync());
    }

    [Theory]
    [InlineData("{0} {1}")]
    [InlineData("{0}-{1}")]
    [InlineData(" {0}{1}\n")]
    [InlineData("\r\n{0}\u00A0{1}\t")]
    public async Task A_code_is_taken_as_people_paste_it(string pasted)
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);

        Assert.Equal(
            "200", await _api.TokenAsync(challenge, string.Format(CultureInfo.InvariantCulture, pasted, code[..3], code[3..])).OutcomeAsync());
    }

    [Fact]
    public async Task Another_code_within_a_minute_is_refused_and_says_when()
    {
        var phone = TestApi.NewNumber();
        await _api.RequestCodeAsync(phone);
        using (var early = await _api.OtpAsync(new { phone }))
        {
            Assert.Equal("429 code-sent-recently", await early.OutcomeAsync());
            Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        }

        Assert.Single(await _api.OutboxAsync(phone));
        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        await _api.RequestCodeAsync(phone);
        Assert.Equal(2, (await _api.OutboxAsync(phone)).Count);
    }

    [Theory]
    [InlineData("+77011234567")]
    [InlineData("+76001234567")]
    [InlineData("+14155550123")]
    [InlineData("8916ABCDEFG")]
    [InlineData("+79161234567 доб. 5")]
    [InlineData("+74951234567")]
    [InlineData("916")]
    [InlineData("not a number")]
    [InlineData("")]
    public async Task Only_russian_mobile_numbers_take_part(string phone)
    {
        using var response = await _api.OtpAsync(new { phone });
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal(["phone"], await response.FieldsAsync());
    }

    [Fact]
    public async Task A_number_is_one_number_however_it_is_written()
    {
        var phone = TestApi.NewNumber();
        await _api.RequestCodeAsync($"8 ({phone[2..5]}) {phone[5..8]}-{phone[8..10]}-{phone[10..]}");

        Assert.Equal("429 code-sent-recently", await _api.OtpAsync(new { phone = phone[1..] }).OutcomeAsync());
        Assert.Single(await _api.OutboxAsync(phone));
    }

    [Theory]
    [InlineData("email", "no address")]
    [InlineData("email", "a@b")]
    [InlineData("locale", "de")]
    [InlineData("locale", "RU")]
    [InlineData("referralCode", "a-code-that-is-much-longer-than-any-promo-code-there-is")]
    public async Task Bad_wishes_are_refused_before_a_code_is_sent(string field, string value)
    {
        var phone = TestApi.NewNumber();
        using var response = await _api.OtpAsync(new Dictionary<string, string> { ["phone"] = phone, [field] = value });

        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
        Assert.Empty(await _api.OutboxAsync(phone));
    }

    [Fact]
    public async Task An_email_of_the_first_sign_in_stands_in_the_account_and_a_later_one_changes_nothing()
    {
        var phone = TestApi.NewNumber();
        using (await _api.OtpAsync(new { phone, email = "first@example.ru", locale = "en" }))
        {
        }

        var text = (await _api.OutboxAsync(phone))[0].Text;
        Assert.Contains("sign-in code", text, StringComparison.Ordinal);
        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        var challenge = await ChallengeAsync(new { phone, email = "second@example.ru", locale = "en" });
        using var token = await _api.TokenAsync(challenge, await _api.CodeAsync(phone));
        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        challenge = await ChallengeAsync(new { phone, email = "third@example.ru" });
        using var again = await _api.TokenAsync(challenge, await _api.CodeAsync(phone));

        using var me = await _api.As((await again.Content.ReadFromJsonAsync<Tokens>())!.AccessToken).GetAsync("/api/v1/me");
        Assert.Equal("second@example.ru", (await me.JsonAsync()).GetProperty("email").GetString());
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task The_sms_is_one_message_and_the_code_is_its_only_digits(string locale)
    {
        var phone = TestApi.NewNumber();
        await ChallengeAsync(new { phone, locale });
        var text = Assert.Single(await _api.OutboxAsync(phone)).Text;

        Assert.InRange(text.Length, 10, 70);
        Assert.Matches(@"^\D*\d{6}\D*$", text);
    }

    private async Task<string> ChallengeAsync(object wish)
    {
        using var response = await _api.OtpAsync(wish);
        Assert.Equal("202", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("challengeId").GetString()!;
    }

    private static string Other(string code) => code == "000000" ? "000001" : "000000";
}

/// <summary>An API for one class of tests, whose clock they may move.</summary>
public sealed class OwnApi : IAsyncLifetime
{
    public TestApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await TestApi.StartAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
