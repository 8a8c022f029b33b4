namespace Cashback.Cluster.Tests.Limits;

/// <summary>What protects codes and guesses is counted in the cluster: two processes allow no more than one.</summary>
public sealed class SignInLimitTests : IAsyncLifetime
{
    private const int Budget = 20;
    private const int OfAnAddress = 5;
    private ClusterUnderTest _cluster = null!;
    private ApiClient[] _both = [];

    public async ValueTask InitializeAsync()
    {
        (_cluster, var processes) = await ClusterUnderTest.StartPairAsync(
            ("Cashback__Programme__SignIn__CodesPerHour", $"{Budget}"),
            ("Cashback__Facade__TrustedProxies__0", "127.0.0.0/8"),
            ("Cashback__Facade__Limits__CodesPerHour", $"{OfAnAddress}"));
        _both = [.. processes.Select(process => new ApiClient(process.Url, _cluster.Sms))];
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_both, api => api.Dispose());
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Codes_tries_addresses_and_the_hours_budget_are_counted_over_both_processes()
    {
        var hour = TimeProvider.System.GetUtcNow().Hour;
        var phone = Gateway.NewPhone();
        var asked = await AtOnceAsync(12, (api, _) => OtpAsync(api, phone, "192.0.2.1"));
        var challengeId = Assert.Single(asked, answer => answer.Outcome == "202").Json.GetProperty("challengeId").GetString();
        Assert.Equal(11, asked.Count(answer => answer.Outcome == "429 code-sent-recently"));

        var code = new string([.. _cluster.Sms.To(phone).Single().Where(char.IsAsciiDigit)]);
        var wrong = code == "000000" ? "000001" : "000000";
        var tried = await AtOnceAsync(12, (api, _) => api.AskAsync(HttpMethod.Post, "/api/v1/auth/token", new { challengeId, code = wrong }));
        Assert.Equal(5, tried.Count(answer => answer.Outcome == "401 wrong-code"));
        Assert.Equal(7, tried.Count(answer => answer.Outcome == "401 challenge-ended"));

        var one = await AtOnceAsync(12, (api, _) => OtpAsync(api, Gateway.NewPhone(), "192.0.2.2"));
        Assert.Equal(OfAnAddress, one.Count(answer => answer.Outcome == "202"));
        Assert.Equal(12 - OfAnAddress, one.Count(answer => answer.Outcome == "429 too-many-requests"));

        var many = await AtOnceAsync(30, (api, n) => OtpAsync(api, Gateway.NewPhone(), $"192.0.2.{100 + n}"));
        var sent = 1 + OfAnAddress + many.Count(answer => answer.Outcome == "202");
        Assert.All(many, answer => Assert.Contains(answer.Outcome, (string[])["202", "429 no-codes-this-hour"]));
        Assert.True(sent == Budget || TimeProvider.System.GetUtcNow().Hour != hour, $"{sent} codes were sent");
    }

    private Task<Answer[]> AtOnceAsync(int times, Func<ApiClient, int, Task<Answer>> ask) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(n => ask(_both[n % 2], n)));

    private static Task<Answer> OtpAsync(ApiClient api, string phone, string address) =>
        api.AskAsync(HttpMethod.Post, "/api/v1/auth/otp", new { phone, locale = "en" }, ("X-Forwarded-For", address));
}
