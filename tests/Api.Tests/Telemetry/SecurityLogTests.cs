using Cashback.Api.Telemetry;
using Cashback.Support;

namespace Cashback.Api.Tests.Telemetry;

/// <summary>What a defender reads, and that there is nothing personal in it.</summary>
public sealed class SecurityLogTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Partners_sign_ins_codes_tokens_and_operators_leave_a_line_each()
    {
        var signedIn = await _api.SignInAsync();
        await OneLineAsync("Signed in", signedIn.Tokens.SubscriberId, "code");

        var phone = TestApi.NewNumber();
        var challenge = await _api.RequestCodeAsync(phone);
        var code = await _api.CodeAsync(phone);
        await _api.TokenAsync(challenge, code == "000000" ? "000001" : "000000").OutcomeAsync();
        await OneLineAsync("Sign-in refused (wrong-code)", $"{phone[..5]}***{phone[^2..]}");
        await _api.OtpAsync(new { phone }).OutcomeAsync();
        await OneLineAsync("not sent (TooSoon)", $"{phone[..5]}***{phone[^2..]}");
        await _api.TokenAsync("no-challenge-of-ours", code).OutcomeAsync();
        await OneLineAsync("Sign-in refused (challenge-ended)", "(unknown)");

        await _api.PostbackAsync([new("order_id", "1")], key: "a-wrong-partner-key").OutcomeAsync();
        await OneLineAsync("A message of admitad was refused");

        await _api.As(signedIn.Tokens.AccessToken[..^6] + "AAAAAA").GetAsync("/api/v1/me").OutcomeAsync();
        await OneLineAsync("An access token was refused");
        await _api.RefreshAsync(signedIn.Tokens.RefreshToken + "x").OutcomeAsync();
        await OneLineAsync("A refresh token was refused", "(forged)");

        using (var stranger = _api.Operator("not-a-key-of-anybody"))
        {
            await stranger.GetAsync("/ops/v1/payouts").OutcomeAsync();
            await OneLineAsync("An API key was refused: operations");
        }

        using var operations = _api.Operator();
        foreach (var path in (string[])["claims", "claims/export", "subscribers/{subscriberId}/messages", "payouts", "quarantine", $"subscribers?phone={Uri.EscapeDataString(phone)}"])
        {
            using (await operations.GetAsync($"/ops/v1/{path.Replace("{subscriberId}", signedIn.Tokens.SubscriberId, StringComparison.Ordinal)}"))
            {
            }

            await OneLineAsync("Operator sample asked: GET", $"/ops/v1/{path.Split('?')[0]} ");
        }

        Assert.Equal("204", await signedIn.Client.DeleteAsync("/api/v1/me/sessions").OutcomeAsync());
        await OneLineAsync("Sign-ins were ended: all others", signedIn.Tokens.SubscriberId);
        var secrets = (string[])[
            phone[1..], phone[2..], Uri.EscapeDataString(phone), signedIn.Phone[1..], code, challenge, "a-wrong-partner-key", "not-a-key-of-anybody",
            signedIn.Tokens.AccessToken, signedIn.Tokens.RefreshToken, signedIn.Tokens.DeviceToken!, "127.0.0.1"];
        Assert.All(Lines(), line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_flood_is_told_as_a_number()
    {
        for (var i = 0; i < EventRateLimit.PerMinute + 15; i++)
        {
            await _api.PostbackAsync([new("order_id", "1")], key: $"wrong-{i}").OutcomeAsync();
        }

        await Eventually.TrueAsync(() => Task.FromResult(Refused() == EventRateLimit.PerMinute), "so many lines and not more");
        await _api.AdvanceAsync(TimeSpan.FromMinutes(1));
        await _api.PostbackAsync([new("order_id", "1")], key: "wrong-again").OutcomeAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(Lines().Any(line => line.Contains("15 more events partner-refused", StringComparison.Ordinal))), "the rest as a number");
        await Eventually.TrueAsync(() => Task.FromResult(Refused() == EventRateLimit.PerMinute + 1), "lines again in the next minute");

        int Refused() => Lines().Count(line => line.Contains("A message of admitad was refused", StringComparison.Ordinal));
    }

    // A line is written after the answer has gone.
    private Task OneLineAsync(params string[] parts) => Eventually.TrueAsync(
        () => Task.FromResult(Lines().Count(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))) == 1),
        string.Join(" … ", parts));

    private List<string> Lines() => [.. _api.Logs.Lines.Where(line => line.Contains(SecurityLog.Category, StringComparison.Ordinal))];
}
