using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Cashback.Api.Tests.Auth;

/// <summary>The programme's budget of sign-in SMS, and the proof of work above a rate.</summary>
public sealed class SignInBudgetTests
{
    [Fact]
    public async Task Beyond_the_hours_budget_only_known_devices_get_a_code_and_operations_are_told_before()
    {
        await using var api = await TestApi.StartAsync("Cashback:Programme:SignIn:CodesPerHour=10");
        var owner = await api.SignInAsync();
        var sent = 1;
        while (await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync() == "202")
        {
            sent++;
            Assert.InRange(sent, 0, 10);
        }

        Assert.Equal(10, sent);
        Assert.Contains(api.Logs.Lines, line => line.Contains("at 8 of their budget of 10", StringComparison.Ordinal));
        Assert.Contains(api.Logs.Lines, line => line.Contains("used up their budget of 10", StringComparison.Ordinal));
        using (var refused = await api.OtpAsync(new { phone = TestApi.NewNumber() }))
        {
            Assert.Equal("429 no-codes-this-hour", await refused.OutcomeAsync());
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 0, 60);
        }

        Assert.Equal("202", await api.OtpAsync(new { phone = owner.Phone, deviceToken = owner.Tokens.DeviceToken }).OutcomeAsync());
        await api.RestartAsync();
        Assert.Equal("429 no-codes-this-hour", await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync());
        await api.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal("202", await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync());
    }

    [Fact]
    public async Task Above_the_rate_a_proof_of_work_is_asked_for_which_works_once_and_for_one_number()
    {
        await using var api = await TestApi.StartAsync("Cashback:Programme:SignIn:WorkAbovePerMinute=3", "Cashback:Facade:ProofOfWorkBits=12");
        var owner = await api.SignInAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("202", await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync());
        }

        var phone = TestApi.NewNumber();
        var (nonce, difficulty) = await AskedAsync(api, phone);
        Assert.Equal(12, difficulty);
        var solution = Solve(nonce, difficulty);
        var other = TestApi.NewNumber();
        Assert.Equal("429 proof-of-work-required", await SolvedAsync(api, other, nonce, solution));
        Assert.Equal("429 proof-of-work-required", await SolvedAsync(api, phone, nonce, "no solution"));
        Assert.Equal("429 proof-of-work-required", await SolvedAsync(api, phone, nonce.Replace(".12.", ".1.", StringComparison.Ordinal), solution));
        Assert.Equal("202", await SolvedAsync(api, phone, nonce, solution));

        await api.AdvanceAsync(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++)
        {
            await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync();
        }

        Assert.Equal("429 proof-of-work-required", await SolvedAsync(api, phone, nonce, solution));
        Assert.Equal("202", await api.OtpAsync(new { phone = owner.Phone, deviceToken = owner.Tokens.DeviceToken }).OutcomeAsync());

        // A quiet minute or two, and nobody is asked for it any more.
        await api.AdvanceAsync(TimeSpan.FromMinutes(3));
        Assert.Equal("202", await api.OtpAsync(new { phone = TestApi.NewNumber() }).OutcomeAsync());
    }

    private static async Task<(string Nonce, int Difficulty)> AskedAsync(TestApi api, string phone)
    {
        using var response = await api.OtpAsync(new { phone });
        Assert.Equal("429 proof-of-work-required", await response.OutcomeAsync());
        Assert.NotNull(response.Headers.RetryAfter);
        var work = (await response.JsonAsync()).GetProperty("proofOfWork");
        Assert.Equal("sha-256", work.GetProperty("algorithm").GetString());
        return (work.GetProperty("nonce").GetString()!, work.GetProperty("difficulty").GetInt32());
    }

    private static Task<string> SolvedAsync(TestApi api, string phone, string nonce, string solution) =>
        api.OtpAsync(new { phone, proofOfWork = new { nonce, solution } }).OutcomeAsync();

    private static string Solve(string nonce, int difficulty)
    {
        for (var number = 0; ; number++)
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{nonce}:{number}"));
            if (BitOperations.LeadingZeroCount((uint)((hash[0] << 24) | (hash[1] << 16) | (hash[2] << 8) | hash[3])) >= difficulty)
            {
                return $"{number}";
            }
        }
    }
}
