namespace Cashback.Api.Tests.Account;

/// <summary>Every route of a subscriber and of operations, called by whom it is not for.</summary>
public sealed class WrongCallerTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    public static TheoryData<string, string> SubscriberRoutes => new()
    {
        { "GET", "/api/v1/me" },
        { "PATCH", "/api/v1/me" },
        { "POST", "/api/v1/me/clicks" },
        { "GET", "/api/v1/go/ozon" },
        { "GET", "/api/v1/me/history" },
        { "GET", "/api/v1/me/purchases" },
        { "GET", "/api/v1/me/purchases/admitad:ozon:1" },
        { "GET", "/api/v1/me/goals" },
        { "POST", "/api/v1/me/goals" },
        { "PATCH", "/api/v1/me/goals/g1" },
        { "DELETE", "/api/v1/me/goals/g1" },
        { "PUT", "/api/v1/me/goals/order" },
        { "GET", "/api/v1/me/certificates" },
        { "POST", "/api/v1/me/certificates" },
        { "POST", "/api/v1/me/exit" },
        { "GET", "/api/v1/me/certificates/c1/code" },
        { "POST", "/api/v1/me/email/code" },
        { "POST", "/api/v1/me/email/confirmation" },
        { "POST", "/api/v1/auth/proofs" },
        { "POST", "/api/v1/auth/proofs/x" },
    };

    public static TheoryData<string, string> OperatorRoutes => new()
    {
        { "GET", "/ops/v1/subscribers?phone=%2B79161234567" },
        { "GET", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC" },
        { "GET", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC/purchases" },
        { "GET", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC/history" },
        { "POST", "/ops/v1/purchases/admitad:ozon:1/reversal" },
        { "GET", "/ops/v1/settlements/2020-01" },
        { "POST", "/ops/v1/settlements/2020-01/run" },
        { "GET", "/ops/v1/payouts/p" },
        { "GET", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC/certificates" },
        { "POST", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC/certificate-letter" },
        { "GET", "/ops/v1/shops" },
        { "GET", "/ops/v1/shops/arbat" },
        { "PUT", "/ops/v1/shops/arbat" },
        { "POST", "/ops/v1/shops/arbat/keys" },
        { "DELETE", "/ops/v1/shops/arbat/keys/k" },
        { "GET", "/ops/v1/audit" },
        { "GET", "/ops/v1/journal" },
    };

    [Theory, MemberData(nameof(SubscriberRoutes))]
    public async Task A_subscribers_route_is_closed_without_a_token_and_to_other_keys(string method, string path)
    {
        using var op = _api.Operator();
        using var partner = _api.As("sample-admitad-key");
        foreach (var caller in (HttpClient[])[_api.Client, op, partner])
        {
            Assert.Equal("401 not-signed-in", await SendAsync(caller, method, path));
        }
    }

    [Theory, MemberData(nameof(OperatorRoutes))]
    public async Task A_route_of_operations_is_closed_without_its_key_and_to_subscribers(string method, string path)
    {
        var subscriber = (await _api.SignInAsync()).Client;
        using var partner = _api.Operator("sample-admitad-key");
        foreach (var caller in (HttpClient[])[_api.Client, subscriber, partner])
        {
            Assert.Equal("401 not-signed-in", await SendAsync(caller, method, path));
        }
    }

    private static async Task<string> SendAsync(HttpClient caller, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method is "GET" or "DELETE" ? null : Shopping.Json("{}");
        return await caller.SendAsync(request).OutcomeAsync();
    }
}
