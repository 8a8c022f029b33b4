using System.Net;
using System.Net.Http.Headers;

namespace Cashback.Api.Tests.Facade;

public sealed class ApiDocumentTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task The_document_is_made_once_and_who_has_it_is_not_sent_it_again()
    {
        using var first = await _api.Client.GetAsync("/openapi/v1.json");
        Assert.Equal(("application/json", "no-cache"), (first.Content.Headers.ContentType!.MediaType, first.Headers.CacheControl!.ToString()));
        Assert.Equal("3.1", (await first.JsonAsync()).GetProperty("openapi").GetString()![..3]);

        using var again = await _api.Client.GetAsync("/openapi/v1.json");
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var known = await _api.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotModified, ""), (known.StatusCode, await known.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task The_page_names_no_foreign_host_and_its_policy_lets_nothing_in_or_out()
    {
        using var page = await _api.Client.GetAsync("/scalar");
        var html = await page.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();

        Assert.DoesNotContain("http://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.All(
            WebUtility.HtmlDecode(html).Split("<script").Skip(1),
            script => Assert.Contains($"nonce=\"{nonce}\"", script[..script.IndexOf('>', StringComparison.Ordinal)], StringComparison.Ordinal));
        using var other = await _api.Client.GetAsync("/scalar");
        Assert.NotEqual(policy, other.Headers.GetValues("Content-Security-Policy").Single());
    }
}
