using System.Net.Http.Json;
using Cashback.Gateways;
using Cashback.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.Auth;

/// <summary>Signing in while something fails: nothing is lost, nobody is registered twice.</summary>
public sealed class SignInFailureTests(OwnApi own) : IClassFixture<OwnApi>
{
    private readonly TestApi _api = own.Api;

    [Theory]
    [InlineData(StateNames.Phone, 1, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Phone, 1, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Phone, 2, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Phone, 2, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Phone, 3, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Subscriber, 1, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Subscriber, 1, FaultPoint.AfterCommit)]
    [InlineData(StateNames.Session, 1, FaultPoint.BeforeCommit)]
    [InlineData(StateNames.Session, 1, FaultPoint.AfterCommit)]
    public async Task The_same_code_completes_a_registration_that_an_outage_cut_short(string state, int write, FaultPoint point)
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        _api.Faults.FailWrite(state, point, write);

        using (var cutShort = await _api.TokenAsync(challenge, code))
        {
            Assert.Equal("503 store-unavailable", await cutShort.OutcomeAsync());
            Assert.NotNull(cutShort.Headers.RetryAfter);
        }

        using var completed = await _api.TokenAsync(challenge, code);
        Assert.Equal("200", await completed.OutcomeAsync());
        var tokens = (await completed.Content.ReadFromJsonAsync<Tokens>())!;
        Assert.Equal(tokens.SubscriberId, await OnlySubscriberAsync(phone));
    }

    [Fact]
    public async Task After_a_lost_answer_of_the_last_write_the_next_sign_in_finds_the_subscriber()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        _api.Faults.FailWrite(StateNames.Phone, FaultPoint.AfterCommit, 3);
        Assert.Equal("503 store-unavailable", await _api.TokenAsync(challenge, await _api.CodeAsync(phone)).OutcomeAsync());

        await _api.AdvanceAsync(TimeSpan.FromSeconds(60));
        var signedIn = await _api.SignInAsync(phone);
        Assert.False(signedIn.Tokens.Registered);
        Assert.Equal(signedIn.Tokens.SubscriberId, await OnlySubscriberAsync(phone));
    }

    [Fact]
    public async Task A_try_that_could_not_be_saved_is_not_compared()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        _api.Faults.FailWrite(StateNames.Phone, FaultPoint.BeforeCommit);

        Assert.Equal("503 store-unavailable", await _api.TokenAsync(challenge, "000000").OutcomeAsync());
    }

    [Fact]
    public async Task A_code_that_could_not_be_sent_can_be_asked_for_again_at_once()
    {
        var phone = TestApi.NewNumber();
        _api.Services.GetRequiredService<SandboxControls>().Sms.FailNext(1);
        using (var failed = await _api.OtpAsync(new { phone }))
        {
            Assert.Equal("503 sms-unavailable", await failed.OutcomeAsync());
            Assert.NotNull(failed.Headers.RetryAfter);
        }

        Assert.True((await _api.SignInAsync(phone)).Tokens.Registered);
    }

    [Fact]
    public async Task Neither_numbers_nor_codes_nor_tokens_are_logged_even_when_things_fail()
    {
        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        _api.Faults.FailWrite(StateNames.Phone, FaultPoint.AfterCommit, 2);
        Assert.Equal("503 store-unavailable", await _api.TokenAsync(challenge, code).OutcomeAsync());
        using var response = await _api.TokenAsync(challenge, code);
        var tokens = (await response.Content.ReadFromJsonAsync<Tokens>())!;

        // The storage's own line about the failure names the grain, so its key was there to be hidden.
        Assert.Contains(_api.Logs.Lines, line => line.Contains($"{phone[1..5]}***{phone[^2..]}", StringComparison.Ordinal));
        foreach (var secret in (string[])[phone[1..], phone[2..], code, challenge, tokens.AccessToken, tokens.RefreshToken])
        {
            Assert.DoesNotContain(_api.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private async Task<string?> OnlySubscriberAsync(string phone)
    {
        using var operations = _api.Operator();
        using var response = await operations.GetAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(phone)}");
        return Assert.Single((await response.JsonAsync()).GetProperty("items").EnumerateArray()).GetProperty("subscriberId").GetString();
    }
}
