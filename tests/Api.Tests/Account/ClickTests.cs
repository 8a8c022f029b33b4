using System.Net;
using System.Net.Http.Json;

namespace Cashback.Api.Tests.Account;

public sealed class ClickTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_click_gives_a_link_that_carries_its_id_and_the_rate_of_now()
    {
        var subscriber = await _api.SignInAsync();
        using var response = await subscriber.Client.PostAsJsonAsync("/api/v1/me/clicks", new { storeId = Shopping.Store });
        var click = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Matches("^[A-Za-z0-9_-]{1,50}$", click.Text("clickId"));
        Assert.Contains("subid=" + click.Text("clickId"), click.Text("redirectUrl"), StringComparison.Ordinal);
        Assert.Equal("""{"percent":"5"}""", click.GetProperty("rate").GetRawText());

        var line = (await subscriber.Client.ReadAsync("/api/v1/me/history?type=click")).Items().Single();
        Assert.Equal(click.Text("clickId"), line.Text("clickId"));
        Assert.Equal(Shopping.Store, line.Text("storeId"));
    }

    [Fact]
    public async Task Going_to_a_store_redirects_by_the_same_link()
    {
        var subscriber = await _api.SignInAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = _api.Address };
        browser.DefaultRequestHeaders.Authorization = new("Bearer", subscriber.Tokens.AccessToken);

        using var response = await browser.GetAsync(new Uri($"/api/v1/go/{Shopping.Store}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var line = (await subscriber.Client.ReadAsync("/api/v1/me/history?type=click")).Items().Single();
        Assert.Contains(line.Text("clickId"), response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_with_a_link_in_Cyrillic_is_gone_to_in_ASCII()
    {
        using var operations = _api.Operator();
        Assert.Equal("200", await operations.PutAsJsonAsync("/ops/v1/stores/kirill-1", new
        {
            name = "Кирилл",
            categories = new[] { "online" },
            network = "admitad",
            linkTemplate = "https://магазин.рф/каталог?subid={click}",
            tariffs = new[] { new { code = "default", percent = "5" } },
            confirmationDays = 30,
        }).OutcomeAsync());
        var subscriber = await _api.SignInAsync();
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = _api.Address };
        browser.DefaultRequestHeaders.Authorization = new("Bearer", subscriber.Tokens.AccessToken);

        using var response = await browser.GetAsync(new Uri("/api/v1/go/kirill-1", UriKind.Relative));
        using var click = await subscriber.Client.PostAsJsonAsync("/api/v1/me/clicks", new { storeId = "kirill-1" });

        const string Ascii = "https://xn--80aairftm.xn--p1ai/%D0%BA%D0%B0%D1%82%D0%B0%D0%BB%D0%BE%D0%B3?subid=";
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith(Ascii, response.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith(Ascii, (await click.JsonAsync()).Text("redirectUrl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosuchstore")]
    [InlineData("Not A Store")]
    [InlineData("")]
    public async Task An_unknown_store_is_not_found(string storeId)
    {
        var me = (await _api.SignInAsync()).Client;
        var answer = await me.PostAsJsonAsync("/api/v1/me/clicks", new { storeId }).OutcomeAsync();
        Assert.StartsWith("404 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "storeId")]
    [InlineData("""{"storeId":null}""", "storeId")]
    [InlineData("""{"storeId":["ozon"]}""", "storeId")]
    [InlineData("null", "body")]
    public async Task A_click_without_a_store_is_refused_with_its_field(string body, string field)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.PostAsync("/api/v1/me/clicks", Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Contains(field, await response.FieldsAsync());
    }
}
