using System.Globalization;

namespace Cashback.Api.Tests.Account;

public sealed class InsightsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Accruals_and_spending_are_shown_by_month_and_category_and_add_up_to_the_history()
    {
        var subscriber = await _api.SignInAsync();
        await _api.BuyAsync(subscriber, "1000");
        await _api.BuyAsync(subscriber, "299.90");
        await _api.BuyAsync(subscriber, "500", "new");
        var reversed = await _api.BuyAsync(subscriber, "2000", line: "910001");
        await _api.BuyAsync(subscriber, "2000", "declined", "910001");
        Assert.NotEmpty(reversed);

        subscriber.Client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var insights = await subscriber.Client.ReadAsync("/api/v1/me/insights");

        var total = insights.GetProperty("total");
        Assert.Equal((65, 0), (total.Number("accrued"), total.Number("used")));
        Assert.Equal("1299.90", total.GetProperty("spent").Text("amount"));
        var category = Assert.Single(total.GetProperty("byCategory").EnumerateArray());
        Assert.Equal(("online", "Online stores", 65), (category.Text("category"), category.Text("name"), category.Number("accrued")));
        var month = Assert.Single(insights.GetProperty("months").EnumerateArray());
        Assert.Equal(65, month.GetProperty("sums").Number("accrued"));
        var lines = (await subscriber.Client.ReadAsync("/api/v1/me/history?limit=100")).Items();
        Assert.Equal(65, lines.Sum(line => line.TryGetProperty("bonuses", out var bonuses) ? bonuses.GetInt64() : 0));
        Assert.Equal(3, Months(insights));
    }

    [Fact]
    public async Task A_month_before_has_nothing_and_is_no_fault()
    {
        var subscriber = await _api.SignInAsync();

        var insights = await subscriber.Client.ReadAsync("/api/v1/me/insights?from=2020-01&to=2020-03");

        Assert.Equal(("2020-01-01", "2020-03-31", 0), (insights.Text("from"), insights.Text("to"), insights.GetProperty("total").Number("accrued")));
        Assert.Empty(insights.GetProperty("months").EnumerateArray());
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("to=2026-13", "to")]
    [InlineData("to=2026-02-30", "to")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("from=2026-05-02&to=2026-05-01", "from")]
    [InlineData("from=2026-01-15&to=2026-04-15", "from")]
    [InlineData("from=2026-01&to=2026-04", "from")]
    [InlineData("from=2025-11&to=2026-11", "from")]
    public async Task An_interval_that_makes_no_sense_is_refused_with_its_field(string query, string field)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.GetAsync(new Uri($"/api/v1/me/insights?{query}", UriKind.Relative));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("from=2026-01-15&to=2026-04-14")]
    [InlineData("from=2026-01-31&to=2026-04-01")]
    [InlineData("from=2025-11-30&to=2026-02-28")]
    [InlineData("from=2026-01&to=2026-03")]
    public async Task A_period_of_up_to_three_months_by_its_dates_is_answered(string query)
    {
        var me = (await _api.SignInAsync()).Client;
        Assert.Equal("200", await me.GetAsync(new Uri($"/api/v1/me/insights?{query}", UriKind.Relative)).OutcomeAsync());
    }

    private static int Months(System.Text.Json.JsonElement insights)
    {
        var (from, to) =
            (DateOnly.Parse(insights.Text("from"), CultureInfo.InvariantCulture),
                DateOnly.Parse(insights.Text("to"), CultureInfo.InvariantCulture));
        return (to.Year - from.Year) * 12 + to.Month - from.Month + 1;
    }
}
