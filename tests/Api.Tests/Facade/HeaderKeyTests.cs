using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Facade;

/// <summary>What is secret, or names a person, need not stand in an address.</summary>
public sealed class HeaderKeyTests(SharedApi shared)
{
    private const string Key = "sample-admitad-key";
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_network_sends_its_key_in_a_header()
    {
        var clicked = await Clicked.ByAsync(_api);
        var query = string.Join('&', clicked.Message().Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

        Assert.Equal("applied", await ResultAsync(Get("/postbacks/admitad?" + query, own: Key)));
        Assert.Equal("unchanged", await ResultAsync(Get("/postbacks/admitad?" + query, bearer: Key)));
        Assert.Equal("401 unauthorized", await ResultAsync(Get("/postbacks/admitad?" + query, own: "wrong")));
        Assert.Equal("401 unauthorized", await ResultAsync(Get("/postbacks/admitad?" + query)));

        // The header of its own goes before the other.
        Assert.Equal("401 unauthorized", await ResultAsync(Get("/postbacks/admitad?" + query, own: "wrong", bearer: Key)));
    }

    [Fact]
    public async Task A_batch_comes_with_its_key_in_a_header()
    {
        var clicked = await Clicked.ByAsync(_api);
        using var batch = Get("/postbacks/admitad/batch", own: Key);
        batch.Method = HttpMethod.Post;
        batch.Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(clicked.Message()), Encoding.UTF8, "application/x-ndjson");
        using var answer = await _api.Client.SendAsync(batch);

        Assert.Contains("\"applied\"", await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_search_a_subscriber_with_the_number_in_the_body()
    {
        var subscriber = await _api.SignInAsync();
        using var operations = _api.Operator();

        using var found = await operations.PostAsJsonAsync("/ops/v1/subscribers/search", new { phone = subscriber.Phone });
        Assert.Equal(subscriber.Tokens.SubscriberId, (await found.JsonAsync()).Items().Single().Text("subscriberId"));
        Assert.Equal("400 invalid-request", await operations.PostAsJsonAsync("/ops/v1/subscribers/search", new { }).OutcomeAsync());
        Assert.Contains(_api.Logs.Lines, line => line.Contains("looked at account of subscriber " + subscriber.Tokens.SubscriberId, StringComparison.Ordinal));
        Assert.DoesNotContain(_api.Logs.Lines, line => line.Contains("changed something: POST /ops/v1/subscribers/search", StringComparison.Ordinal));
    }

    private static HttpRequestMessage Get(string address, string? own = null, string? bearer = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (own is not null)
        {
            request.Headers.Add("X-Partner-Key", own);
        }

        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        return request;
    }

    private async Task<string> ResultAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _api.Client.SendAsync(request);
            return response.IsSuccessStatusCode ? (await response.JsonAsync()).Text("result") : await response.OutcomeAsync();
        }
    }
}
