using System.Net.Http.Headers;
using System.Text;

namespace Cashback.Api.Tests.Facade;

/// <summary>Every route of the API's description × every wrong caller.</summary>
public sealed class CallerTests(SharedApi shared)
{
    private const string PartnerKey = "sample-admitad-key";
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Every_route_that_asks_for_credentials_refuses_all_others()
    {
        var signedIn = await _api.SignInAsync();
        var routes = (await Route.AllAsync(_api)).Where(route => route.Scheme is not null).ToList();
        Assert.Contains(routes, route => route.Scheme == "subscriber");
        Assert.Contains(routes, route => route.Scheme == "operations");
        Assert.Contains(routes, route => route.Scheme == "shop");
        foreach (var route in routes)
        {
            var wrong = new List<Action<HttpRequestHeaders>>
            {
                _ => { },
                headers => headers.Add("X-Api-Key", PartnerKey),
                headers => headers.Add("X-Api-Key", ""),
                headers => headers.Authorization = new("Bearer", PartnerKey),
                headers => headers.Authorization = new("Bearer", TestApi.OperatorKey),
                headers => headers.Authorization = new("Basic", Convert.ToBase64String("a:b"u8)),
                route.Scheme == "subscriber"
                    ? headers => headers.Add("X-Api-Key", TestApi.OperatorKey)
                    : headers => headers.Authorization = new("Bearer", signedIn.Tokens.AccessToken),
            };
            if (route.Scheme is "shop")
            {
                wrong.Add(headers => headers.Add("X-Api-Key", TestApi.OperatorKey));
            }

            foreach (var (credentials, number) in wrong.Select((credentials, number) => (credentials, number)))
            {
                using var request = new HttpRequestMessage(route.Method, route.Path);
                request.Content = route.TakesJson ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
                credentials(request.Headers);
                using var response = await _api.Client.SendAsync(request);
                Assert.True(await response.OutcomeAsync() == "401 not-signed-in", $"{route} took wrong caller {number}: {(int)response.StatusCode}");
                Assert.NotEmpty(response.Headers.WwwAuthenticate);
            }
        }
    }

    [Fact]
    public async Task Every_account_and_operations_route_asks_for_its_credentials()
    {
        foreach (var route in await Route.AllAsync(_api))
        {
            var expected = route.Template.StartsWith("/ops/", StringComparison.Ordinal) ? "operations"
                : route.Template.StartsWith("/pos/", StringComparison.Ordinal) ? "shop"
                : route.Template.StartsWith("/api/v1/me", StringComparison.Ordinal) || route.Template == "/api/v1/auth/logout" ? "subscriber"
                : route.Scheme;
            Assert.True(expected == route.Scheme, $"{route} asks for {route.Scheme ?? "nothing"}");
        }
    }

    [Fact]
    public async Task An_operators_key_opens_operations()
    {
        using var operations = _api.Operator();
        Assert.Equal("200", await operations.GetAsync($"/ops/v1/subscribers?phone={Uri.EscapeDataString(TestApi.NewNumber())}").OutcomeAsync());
    }
}
