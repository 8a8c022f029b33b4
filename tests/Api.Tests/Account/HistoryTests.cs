namespace Cashback.Api.Tests.Account;

/// <summary>The history, filtered and by pages.</summary>
public sealed class HistoryTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Filters_and_pages_show_the_lines_that_are_meant_and_no_others()
    {
        var anna = await _api.SignInAsync();
        for (var i = 0; i < 3; i++)
        {
            await _api.BuyAsync(anna);
        }

        const string History = "/api/v1/me/history";
        var all = (await anna.Client.ReadAsync(History + "?limit=100")).Items();
        var store = all.First(line => line.Text("type") == "click").Text("storeId");
        var (first, last) = (DayOf(all[^1]), DayOf(all[0]));

        Assert.Equal(Ids(all.Where(line => line.Text("type") == "purchase")), Ids((await anna.Client.ReadAsync(History + "?type=purchase")).Items()));
        Assert.Equal(
            Ids(all.Where(line => line.TryGetProperty("storeId", out var id) && id.GetString() == store)),
            Ids((await anna.Client.ReadAsync($"{History}?store={store}")).Items()));
        Assert.Equal(Ids(all), Ids((await anna.Client.ReadAsync($"{History}?from={first}&to={last}&limit=100")).Items()));
        Assert.Empty((await anna.Client.ReadAsync($"{History}?to=2020-12")).Items());
        Assert.Empty((await anna.Client.ReadAsync($"{History}?from=2200-01-01")).Items());
        Assert.Empty((await anna.Client.ReadAsync($"{History}?status=filed")).Items());

        var (paged, cursor) = (new List<string>(), "");
        do
        {
            var page = await anna.Client.ReadAsync($"{History}?limit=2{cursor}");
            paged.AddRange(Ids(page.Items()));
            cursor = page.GetProperty("nextCursor").GetString() is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(Ids(all), paged);
    }

    [Theory]
    [InlineData("type=gift", "type")]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13", "to")]
    [InlineData("from=2026-11-02&to=2026-11-01", "from")]
    [InlineData("status=", "status")]
    [InlineData("store=", "store")]
    [InlineData("cursor=17", "cursor")]
    public async Task Wrong_filter_is_named(string query, string field)
    {
        var anna = await _api.SignInAsync();

        var answer = await anna.Client.GetAsync($"/api/v1/me/history?{query}");

        Assert.Equal("400 invalid-request", await answer.OutcomeAsync());
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string DayOf(System.Text.Json.JsonElement line) =>
        DateTimeOffset.Parse(line.Text("at"), null).ToOffset(TimeSpan.FromHours(3)).ToString("yyyy-MM-dd", null);

    private static IEnumerable<string> Ids(IEnumerable<System.Text.Json.JsonElement> lines) => lines.Select(line => line.Text("id"));
}
