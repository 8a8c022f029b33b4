using System.Globalization;
using Cashback.Api.Tests.Operations;

namespace Cashback.Api.Tests.Account;

public sealed class CardTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Subscriber_without_a_card_has_none_to_look_at()
    {
        var me = (await _api.SignInAsync()).Client;
        foreach (var path in (string[])["", "/transactions", "/statements/2026-11"])
        {
            Assert.Equal("404 not-found", await me.GetAsync(new Uri($"/api/v1/me/card{path}", UriKind.Relative)).OutcomeAsync());
        }
    }

    [Fact]
    public async Task Card_shows_balance_cashback_to_come_and_its_terms_to_its_owner_only()
    {
        var (owner, other) = (await _api.SignInAsync(), await _api.SignInAsync());
        var cardId = await _api.IssueCardAsync(owner);
        await _api.IssueCardAsync(other);
        var now = await _api.NowAsync();
        await _api.FeedAsync(
            CardFeeds.Line(cardId, "t", now, "20000", "topUp", null),
            CardFeeds.Line(cardId, "a", now, "1299.49", mcc: "5814"),
            CardFeeds.Line(cardId, "b", now, "99.90", mcc: "5411"),
            CardFeeds.Line(cardId, "w", now, "15000", "withdrawal", "6011"));

        var card = await owner.Client.ReadAsync("/api/v1/me/card");
        Assert.Equal((cardId, "3600.61"), (card.Text("cardId"), card.Sum("balance")));
        Assert.Equal("65.97", Assert.Single(card.GetProperty("cashback").GetProperty("planned").EnumerateArray()).Sum("amount"));
        Assert.Equal(("35000.00", "285000.00"), (card.GetProperty("withdrawals").Sum("leftToday"), card.GetProperty("withdrawals").Sum("leftThisMonth")));
        Assert.Equal("3000.00", card.GetProperty("terms").Sum("monthlyCap"));

        var transactions = (await owner.Client.ReadAsync("/api/v1/me/card/transactions?limit=2")).Items();
        Assert.Equal(["w withdrawal 0.00", "t topUp 0.00"], transactions.Select(line => $"{line.Text("id")} {line.Text("kind")} {line.Sum("cashback")}"));
        Assert.Equal("0.00", (await other.Client.ReadAsync("/api/v1/me/card")).Sum("balance"));
        Assert.Empty((await other.Client.ReadAsync("/api/v1/me/card/transactions")).Items());
    }

    [Fact]
    public async Task Week_is_credited_on_friday_and_stands_in_the_closed_statement()
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        var cardId = await api.IssueCardAsync(subscriber);
        var now = await api.NowAsync();
        await api.FeedAsync(CardFeeds.Line(cardId, "a", now, "25000.05"), CardFeeds.Line(cardId, "r", now, "0.50", "refund"));
        var month = now.ToOffset(TimeSpan.FromHours(3)).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var open = await subscriber.Client.ReadAsync($"/api/v1/me/card/statements/{month}");
        Assert.False(open.GetProperty("closed").GetBoolean());

        await api.AdvanceAsync(TimeSpan.FromDays(45));
        var again = await api.SignInAsync(subscriber.Phone);
        var closed = await again.Client.ReadAsync($"/api/v1/me/card/statements/{month}");
        Assert.True(closed.GetProperty("closed").GetBoolean());
        Assert.Equal("-24999.55", closed.Sum("closingBalance"));
        Assert.Equal("firstMonths", closed.GetProperty("fee").Text("waiver"));
        var statements = new List<string>();
        for (var shown = new DateTime(now.Year, now.Month, 1); statements.Count < 3; shown = shown.AddMonths(1))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/me/card/statements/{shown:yyyy-MM}");
            using var response = await again.Client.GetAsync(new Uri(path, UriKind.Relative));
            statements.Add(response.IsSuccessStatusCode ? (await response.JsonAsync()).GetProperty("credits").GetRawText() : "");
        }

        Assert.Single(
            statements, credits => credits.Contains("2499.96", StringComparison.Ordinal) && credits.Contains("paid", StringComparison.Ordinal));
        Assert.Equal("404 not-found", await again.Client.GetAsync(new Uri("/api/v1/me/card/statements/2020-01", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("400 invalid-request", await again.Client.GetAsync(new Uri("/api/v1/me/card/statements/now", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("400 invalid-request", await again.Client.GetAsync(new Uri("/api/v1/me/card/transactions?cursor=x", UriKind.Relative)).OutcomeAsync());
    }
}
