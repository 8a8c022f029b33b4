using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Cashback.Api.Tests.Operations;

namespace Cashback.Api.Tests.Facade;

/// <summary>Requests that are wrong as HTTP, or that nobody would send by accident: the caller's fault each, and said so.</summary>
public sealed class MalformedRequestTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/problem+json; charset=x-none")]
    public async Task Charset_that_nobody_knows_is_an_unsupported_media_type(string type)
    {
        Assert.Equal("415 unsupported-media-type", await SendAsync(_api.Client, HttpMethod.Post, "/api/v1/auth/otp", type));
        var subscriber = await _api.SignInAsync();
        Assert.Equal("415 unsupported-media-type", await SendAsync(subscriber.Client, HttpMethod.Post, "/api/v1/me/clicks", type));
        Assert.Equal("401 not-signed-in", await SendAsync(_api.Client, HttpMethod.Post, "/api/v1/me/clicks", type));
        Assert.Equal("200", await SendAsync(_api.Client, HttpMethod.Get, "/api/v1/categories", type));
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=iso-8859-1")]
    public async Task Charset_that_is_known_is_read_however_it_is_written(string type)
    {
        var subscriber = await _api.SignInAsync();
        Assert.Equal("201", await SendAsync(subscriber.Client, HttpMethod.Post, "/api/v1/me/clicks", type, """{"storeId":"ozon"}"""));
    }

    [Theory]
    [InlineData("7fffffff1")]
    [InlineData("80000000")]
    [InlineData("FFFFFFFF")]
    [InlineData("ffffffffffffffffffffffff")]
    [InlineData("g")]
    public async Task Chunk_of_a_size_that_can_not_be_is_a_bad_request(string size)
    {
        foreach (var address in (string[])["/api/v1/auth/otp", "/postbacks/admitad/sample-admitad-key"])
        {
            using var request = await RawRequest.PostAsync(_api, address, "application/json");
            await request.WriteAsync($"{size}\r\n{{}}");
            Assert.Equal(400, await request.StatusAsync());
        }
    }

    [Theory]
    [InlineData("/ops/v1/exchange-rates/2026-11-28", "{'USD':'\u00ff\u00fe'}")]
    [InlineData("/ops/v1/exchange-rates/2026-11-28", "{'\u00ff':'90'}")]
    [InlineData("/ops/v1/shops/notext", "{'name':'\u00c0\u00af'}")]
    [InlineData("/ops/v1/campaigns/notext", "{'name':'n','welcome':{'minAmount':{'amount':'\u00ff','currency':'RUB'},'reward':1,'budget':1}}")]
    public async Task Text_that_is_no_utf8_is_a_bad_request(string address, string body)
    {
        using var operations = _api.Operator();
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.Replace('\'', '"')));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal("400 invalid-request", await operations.PutAsync(address, content).OutcomeAsync());
    }

    [Fact]
    public async Task Headers_of_a_sample_message_that_differ_in_case_only_are_one()
    {
        using var operations = _api.Operator();
        var headers = new Dictionary<string, string> { ["X-Sign"] = "1", ["x-sign"] = "2", ["X-SIGN"] = "3" };
        using var response = await operations.PostAsJsonAsync("/ops/v1/networks/admitad/check", new { query = "admitad_id=1", headers });
        Assert.Equal("200", await response.OutcomeAsync());
    }

    [Fact]
    public async Task Boost_that_ends_at_once_is_answered_like_any_other()
    {
        using var operations = _api.Operator();
        await Sample.PutStoreAsync(operations, "briefboost", "5");
        var taken = 0;
        for (var milliseconds = 1; milliseconds <= 40; milliseconds++)
        {
            var clock = await _api.Client.GetFromJsonAsync<System.Text.Json.JsonElement>("/dev/clock");
            var validTo = clock.GetProperty("now").GetDateTimeOffset().AddMilliseconds(milliseconds / 2.0);
            var outcome = await operations.PutAsJsonAsync("/ops/v1/stores/briefboost/boosts/default", new { percent = "10", validTo }).OutcomeAsync();
            Assert.Contains(outcome, (string[])["200", "422 not-a-boost"]);
            taken += outcome == "200" ? 1 : 0;
        }

        Assert.NotEqual(0, taken);
    }

    private static async Task<string> SendAsync(HttpClient client, HttpMethod method, string address, string type, string body = "{}")
    {
        using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await client.SendAsync(request).OutcomeAsync();
    }
}
