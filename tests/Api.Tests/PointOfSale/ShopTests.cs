using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.PointOfSale;

public sealed class ShopTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Shop_is_made_named_listed_and_its_keys_are_shown_once()
    {
        using var op = _api.Operator();
        var id = Till.New("shop");
        Assert.Equal("404 not-found", await op.GetAsync(new Uri($"/ops/v1/shops/{id}", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("200", await op.PutAsJsonAsync($"/ops/v1/shops/{id}", new { name = "Арбат" }).OutcomeAsync());
        Assert.Equal("200", await op.PutAsJsonAsync($"/ops/v1/shops/{id}", new { name = " Новый Арбат " }).OutcomeAsync());

        var made = await op.MakeKeyAsync(id);
        var shop = await op.ReadAsync($"/ops/v1/shops/{id}");

        Assert.Equal((id, "Новый Арбат"), (shop.Text("id"), shop.Text("name")));
        Assert.Equal(made.Text("keyId"), Assert.Single(shop.GetProperty("keys").EnumerateArray()).Text("keyId"));
        Assert.DoesNotContain(made.Text("key"), shop.GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith(id + ".", made.Text("key"), StringComparison.Ordinal);
        var listed = new List<string>();
        string? cursor = null;
        do
        {
            var page = await op.ReadAsync($"/ops/v1/shops?limit=2{(cursor is null ? "" : "&cursor=" + cursor)}");
            listed.AddRange(page.Items().Select(item => item.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        Assert.Contains(id, listed);
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.DoesNotContain(_api.Logs.Lines, line => line.Contains(made.Text("key"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoked_key_stops_working_at_once_and_others_work_on()
    {
        using var op = _api.Operator();
        var id = Till.New("shop");
        (await op.PutAsJsonAsync($"/ops/v1/shops/{id}", new { name = "Арбат" })).EnsureSuccessStatusCode();
        var (first, second) = (await op.MakeKeyAsync(id), await op.MakeKeyAsync(id));
        using var one = _api.Operator(first.Text("key"));
        using var other = _api.Operator(second.Text("key"));
        Assert.NotEqual("401 not-signed-in", await one.LookAsync("x").OutcomeAsync());

        Assert.Equal("204", await op.DeleteAsync(new Uri($"/ops/v1/shops/{id}/keys/{first.Text("keyId")}", UriKind.Relative)).OutcomeAsync());

        Assert.Equal("401 not-signed-in", await one.LookAsync("x").OutcomeAsync());
        Assert.NotEqual("401 not-signed-in", await other.LookAsync("x").OutcomeAsync());
        Assert.Equal("204", await op.DeleteAsync(new Uri($"/ops/v1/shops/{id}/keys/{first.Text("keyId")}", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("404 not-found", await op.DeleteAsync(new Uri($"/ops/v1/shops/{id}/keys/none", UriKind.Relative)).OutcomeAsync());
    }

    [Theory]
    [InlineData("PUT", "/ops/v1/shops/Arbat", "{\"name\":\"x\"}", "400 invalid-request")]
    [InlineData("PUT", "/ops/v1/shops/a.b", "{\"name\":\"x\"}", "400 invalid-request")]
    [InlineData("PUT", "/ops/v1/shops/arbat", "{\"name\":\" \"}", "400 invalid-request")]
    [InlineData("PUT", "/ops/v1/shops/arbat", "{}", "400 invalid-request")]
    [InlineData("POST", "/ops/v1/shops/nobody/keys", "", "404 not-found")]
    [InlineData("POST", "/ops/v1/shops/Arbat/keys", "", "404 not-found")]
    [InlineData("DELETE", "/ops/v1/shops/nobody/keys/k", "", "404 not-found")]
    [InlineData("GET", "/ops/v1/shops?cursor=A.B", "", "400 invalid-request")]
    public async Task What_can_be_no_shop_is_refused(string method, string path, string body, string outcome)
    {
        using var op = _api.Operator();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body.Length == 0 ? null : Shopping.Json(body);
        Assert.Equal(outcome, await op.SendAsync(request).OutcomeAsync());
    }

    [Theory]
    [InlineData("GET", "/pos/v1/certificates/x")]
    [InlineData("POST", "/pos/v1/certificates/x/redemptions")]
    public async Task Tills_route_is_closed_to_everybody_else(string method, string path)
    {
        var subscriber = (await _api.SignInAsync()).Client;
        using var op = _api.Operator();
        using var guessed = _api.Operator("arbat.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        foreach (var caller in (HttpClient[])[_api.Client, subscriber, op, guessed])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "GET" ? null : Shopping.Json("{}") };
            Assert.Equal("401 not-signed-in", await caller.SendAsync(request).OutcomeAsync());
        }

        using var till = await _api.NewTillAsync();
        Assert.Equal("401 not-signed-in", await till.GetAsync(new Uri("/ops/v1/shops", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("401 not-signed-in", await till.GetAsync(new Uri("/api/v1/me", UriKind.Relative)).OutcomeAsync());
    }
}
