namespace Cashback.Cluster.Tests.Services;

/// <summary>The operator's mobile gateway: whom it vouches for signs in without a code.</summary>
internal static class Gateway
{
    private static int _nonces;
    private static int _phones;

    public static byte[] Key { get; } = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    /// <summary>A number of the operator's that no other test has.</summary>
    public static string NewPhone() => $"+7916{7_000_000 + Interlocked.Increment(ref _phones)}";

    public static string NewHeader(string phone) =>
        new Phones.GatewayAssertion("key", new Phone(phone), TimeProvider.System.GetUtcNow(), $"nonce-of-a-test-{Interlocked.Increment(ref _nonces)}").Sign(Key);

    public static Task<Answer> SignInByGatewayAsync(this ApiClient api, string header, object? wish = null) =>
        api.AskAsync(HttpMethod.Post, "/api/v1/auth/gateway", wish ?? new { locale = "en" }, ("X-Cashback-Gateway", header));

    public static async Task<SignedIn> RegisterAsync(this ApiClient api, string? phone = null, object? wish = null)
    {
        var answer = await api.SignInByGatewayAsync(NewHeader(phone ?? NewPhone()), wish);
        Assert.Equal("200", answer.Outcome);
        return SignedIn.Of(answer);
    }
}
