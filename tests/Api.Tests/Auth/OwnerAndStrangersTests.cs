using System.Net;
using System.Net.Http.Json;

namespace Cashback.Api.Tests.Auth;

/// <summary>A stranger can't keep an owner out, and addresses with many people behind them are only slowed down.</summary>
public sealed class OwnerAndStrangersTests : IAsyncLifetime
{
    private TestApi _api = null!;

    // The caller's address is that of X-Forwarded-For: a proxy on this machine, and one more before it, are trusted.
    public async ValueTask InitializeAsync() => _api = await TestApi.StartAsync(
        "Cashback:Facade:TrustedProxies:0=127.0.0.0/8",
        "Cashback:Facade:TrustedProxies:1=10.0.0.0/8",
        "Cashback:Facade:Limits:CodesPerHour=3",
        "Cashback:Facade:Limits:OperatorNetworks:0=198.51.100.0/24",
        "Cashback:Facade:Limits:OperatorCodesPerHour=12");

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_strangers_requests_neither_end_the_owners_code_nor_delay_the_next_one()
    {
        var phone = TestApi.NewNumber();
        var mine = await ChallengeAsync(phone, "192.0.2.1");
        var code = await _api.CodeAsync(phone);
        var outcomes = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            outcomes.Add(await OtpAsync(phone, "192.0.2.66").OutcomeAsync());
        }

        Assert.Equal(["202", "429 code-sent-recently", "429 code-sent-recently", "429 code-sent-recently", "429 code-sent-recently"], outcomes);
        Assert.Equal("200", await _api.TokenAsync(mine, code).OutcomeAsync());
        await _api.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("202", await OtpAsync(phone, "192.0.2.1").OutcomeAsync());
    }

    [Fact]
    public async Task Three_codes_are_valid_side_by_side_and_the_fourth_caller_waits_minutes()
    {
        var phone = TestApi.NewNumber();
        var codes = new List<(string Challenge, string Code)>();
        foreach (var address in (string[])["192.0.2.1", "192.0.2.2", "192.0.2.3"])
        {
            codes.Add((await ChallengeAsync(phone, address), await _api.CodeAsync(phone)));
        }

        using (var fourth = await OtpAsync(phone, "192.0.2.4"))
        {
            Assert.Equal("429 too-many-codes", await fourth.OutcomeAsync());
            Assert.InRange(fourth.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 0, 5);
        }

        foreach (var (challenge, code) in codes)
        {
            Assert.Equal("200", await _api.TokenAsync(challenge, code).OutcomeAsync());
        }
    }

    [Fact]
    public async Task Who_asks_again_waits_longer_and_never_until_tomorrow()
    {
        var phone = TestApi.NewNumber();
        foreach (var minutes in (int[])[1, 2, 5, 15, 15])
        {
            using var sent = await OtpAsync(phone, "198.51.100.9");
            Assert.Equal("202", await sent.OutcomeAsync());
            var body = await sent.JsonAsync();
            var resendAfter = body.GetProperty("resendAfter").GetDateTimeOffset() - body.GetProperty("expiresAt").GetDateTimeOffset();
            Assert.Equal(minutes - 5, resendAfter.TotalMinutes);
            using var early = await OtpAsync(phone, "198.51.100.9");
            Assert.Equal("429 code-sent-recently", await early.OutcomeAsync());
            Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalMinutes, minutes - 0.5, minutes);
            await _api.AdvanceAsync(TimeSpan.FromMinutes(minutes));
        }
    }

    [Fact]
    public async Task A_device_that_was_signed_in_before_is_not_held_up_by_others()
    {
        var phone = TestApi.NewNumber();
        using var signedIn = await _api.TokenAsync(await ChallengeAsync(phone, "198.51.100.1"), await _api.CodeAsync(phone));
        var deviceToken = (await signedIn.JsonAsync()).GetProperty("deviceToken").GetString();
        foreach (var address in (string[])["198.51.100.2", "198.51.100.3", "198.51.100.4", "198.51.100.5"])
        {
            await OtpAsync(phone, address).OutcomeAsync();
        }

        Assert.Equal("429 too-many-codes", await OtpAsync(phone, "198.51.100.7").OutcomeAsync());
        Assert.Equal("429 too-many-codes", await OtpAsync(phone, "198.51.100.7", deviceToken + "x").OutcomeAsync());
        Assert.Equal("429 too-many-codes", await OtpAsync(phone, "198.51.100.7", (await _api.SignInAsync(TestApi.NewNumber("903"))).Tokens.RefreshToken).OutcomeAsync());
        using var known = await OtpAsync(phone, "198.51.100.7", deviceToken);
        Assert.Equal("202", await known.OutcomeAsync());
        var challenge = (await known.JsonAsync()).GetProperty("challengeId").GetString()!;
        Assert.Equal("200", await _api.TokenAsync(challenge, await _api.CodeAsync(phone)).OutcomeAsync());
    }

    [Fact]
    public async Task An_address_is_only_slowed_down_and_the_operators_own_has_more()
    {
        const string Address = "192.0.2.200";
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("202", await OtpAsync(TestApi.NewNumber(), Address).OutcomeAsync());
        }

        var waits = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            using var busy = await OtpAsync(TestApi.NewNumber(), Address);
            Assert.Equal("429 too-many-requests", await busy.OutcomeAsync());
            waits.Add(busy.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        }

        Assert.All(waits, wait => Assert.InRange(wait, 1, 300));
        await _api.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("202", await OtpAsync(TestApi.NewNumber(), Address).OutcomeAsync());
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("202", await OtpAsync(TestApi.NewNumber(), "198.51.100.200").OutcomeAsync());
        }
    }

    [Fact]
    public async Task Behind_two_trusted_proxies_in_a_row_each_client_counts_by_itself()
    {
        for (var client = 1; client <= 6; client++)
        {
            Assert.Equal("202", await OtpAsync(TestApi.NewNumber(), $"203.0.113.{client}, 10.0.0.7").OutcomeAsync());
        }

        // What a client makes up lies before the nearest address that is no proxy, and counts for nothing.
        var outcomes = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            outcomes.Add(await OtpAsync(TestApi.NewNumber(), $"203.0.113.{100 + i}, 203.0.113.50, 10.0.0.7, 10.0.0.8").OutcomeAsync());
        }

        Assert.Equal(["202", "202", "202", "429 too-many-requests"], outcomes);
    }

    private async Task<string> ChallengeAsync(string phone, string address)
    {
        using var response = await OtpAsync(phone, address);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (await response.JsonAsync()).GetProperty("challengeId").GetString()!;
    }

    private async Task<HttpResponseMessage> OtpAsync(string phone, string forwardedFor, string? deviceToken = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/otp") { Content = JsonContent.Create(new { phone, deviceToken }) };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await _api.Client.SendAsync(request);
    }
}
