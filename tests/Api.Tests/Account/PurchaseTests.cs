using System.Net;

namespace Cashback.Api.Tests.Account;

public sealed class PurchaseTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_purchase_shows_its_amount_its_cashback_and_every_change()
    {
        var subscriber = await _api.SignInAsync();
        var (line, click) = (Shopping.NewLine(), await subscriber.ClickAsync());
        await _api.BuyAsync(subscriber, "1299.90", "new", line, click);
        var id = await _api.BuyAsync(subscriber, "1299.90", "approved", line, click);

        var purchase = await subscriber.Client.ReadAsync($"/api/v1/me/purchases/{id}");
        Assert.Equal($"admitad:{Shopping.Store}:{line}", purchase.Text("id"));
        Assert.Equal("confirmed", purchase.Text("status"));
        Assert.Equal("""{"amount":"1299.90","currency":"RUB"}""", purchase.GetProperty("amount").GetRawText());
        Assert.Equal(65, purchase.Number("cashback"));
        Assert.Equal(65, purchase.Number("credited"));
        Assert.Equal(0, purchase.Number("overLimit"));
        Assert.Equal("Ozon", purchase.Text("storeName"));
        Assert.Equal(["pending", "confirmed"], purchase.GetProperty("timeline").EnumerateArray().Select(entry => entry.Text("status")));
        Assert.Equal(65, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
    }

    [Fact]
    public async Task Another_subscribers_purchase_is_not_found()
    {
        var (owner, other) = (await _api.SignInAsync(), await _api.SignInAsync());
        var id = await _api.BuyAsync(owner);
        Assert.Equal("404 not-found", await other.Client.GetAsync(new Uri($"/api/v1/me/purchases/{id}", UriKind.Relative)).OutcomeAsync());
        Assert.Empty((await other.Client.ReadAsync("/api/v1/me/purchases")).Items());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("a:b:c:d")]
    [InlineData("admitad:ozon:%00")]
    [InlineData("admitad:ozon:no-such-line")]
    public async Task An_unknown_purchase_is_a_4xx(string id)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.GetAsync(new Uri($"/api/v1/me/purchases/{id}", UriKind.Relative));
        Assert.InRange(response.StatusCode, HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pages_show_every_purchase_once_newest_first()
    {
        var subscriber = await _api.SignInAsync();
        var bought = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            bought.Add(await _api.BuyAsync(subscriber, "100"));
        }

        var seen = await PagesAsync(subscriber.Client, "/api/v1/me/purchases?limit=2", 3);
        bought.Reverse();
        Assert.Equal(bought, seen);
    }

    [Fact]
    public async Task Pages_of_the_history_show_every_line_once_newest_first()
    {
        var subscriber = await _api.SignInAsync();
        for (var i = 0; i < 6; i++)
        {
            await _api.BuyAsync(subscriber, "100");
        }

        var seen = await PagesAsync(subscriber.Client, "/api/v1/me/history?limit=4", int.MaxValue);
        Assert.True(seen.Count > 12, $"{seen.Count} lines");
        Assert.Equal(Enumerable.Range(1, seen.Count).Reverse().Select(number => $"{number}"), seen);
    }

    [Theory]
    [InlineData("purchases?limit=0", "limit")]
    [InlineData("purchases?limit=101", "limit")]
    [InlineData("purchases?limit=-1", "limit")]
    [InlineData("purchases?limit=many", "limit")]
    [InlineData("purchases?limit=99999999999999999999", "limit")]
    [InlineData("purchases?cursor=~~~", "cursor")]
    [InlineData("history?limit=0", "limit")]
    [InlineData("history?cursor=", "cursor")]
    [InlineData("history?cursor=-5", "cursor")]
    [InlineData("history?cursor=abc", "cursor")]
    [InlineData("history?type=everything", "type")]
    public async Task A_page_that_makes_no_sense_is_refused_with_its_field(string query, string field)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.GetAsync(new Uri($"/api/v1/me/{query}", UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    private static async Task<List<string>> PagesAsync(HttpClient me, string path, int pagesMax)
    {
        var seen = new List<string>();
        string? cursor = null;
        for (var page = 0; page < pagesMax; page++)
        {
            var list = await me.ReadAsync(path + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
            seen.AddRange(list.Items().Select(item => item.Text("id")));
            cursor = list.GetProperty("nextCursor").GetString();
            if (cursor is null)
            {
                return seen;
            }
        }

        throw new InvalidOperationException($"More than {pagesMax} pages.");
    }
}
