using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Reconciliations;

public sealed class ReconciliationTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Lost_postback_is_mended_and_a_second_run_changes_nothing()
    {
        using var operations = _api.Operator();
        var known = await Clicked.ByAsync(_api);
        var message = known.Message(("payment_status", "new"));
        Assert.Equal("200", await _api.PostbackAsync(message).OutcomeAsync());
        var lost = await Clicked.ByAsync(_api);
        var file = Report.Header
            + Line(message["admitad_id"], "approved", "1299.49", known.ClickId)
            + Line("7000001", "approved", "100", lost.ClickId);

        var first = await Report.RunAsync(operations, file);
        var history = await HistoryAsync(lost) + await HistoryAsync(known);
        var second = await Report.RunAsync(operations, file);

        Assert.Equal("lines 2, new 1, changed 1", first.Counts());
        Assert.Equal("finished", first.Text("state"));
        Assert.Equal(100, first.GetProperty("percent").GetInt32());
        Assert.Equal(5, (await lost.PurchaseAsync("admitad:ozon:7000001")).GetProperty("credited").GetInt64());
        Assert.Equal("confirmed", (await known.PurchaseAsync($"admitad:ozon:{message["admitad_id"]}")).Text("status"));
        Assert.Equal("lines 2, same 2", second.Counts());
        Assert.Equal(history, await HistoryAsync(lost) + await HistoryAsync(known));
        var sums = Assert.Single(second.GetProperty("sums").EnumerateArray());
        Assert.Equal("1399.49", sums.GetProperty("network").GetProperty("confirmed").Text("amount"));
        Assert.Equal("1399.49", sums.GetProperty("ours").GetProperty("confirmed").Text("amount"));
    }

    [Fact]
    public async Task Every_line_that_can_not_be_applied_is_listed_with_its_reason()
    {
        using var operations = _api.Operator();
        var owner = await Clicked.ByAsync(_api);
        var other = await Clicked.ByAsync(_api);
        var owned = await ReportedAsync(owner, "approved");
        var held = await ReportedAsync(owner, "approved", "18");
        var file = Report.Header
            + Line(owned, "approved", "1299.49", other.ClickId)
            + Line(held, "pending", "1299.49", owner.ClickId)
            + Line(held, "approved", "1", owner.ClickId)
            + Line("7000011", "approved", "5", "not-a-click")
            + Line("7000012", "on fire", "5", owner.ClickId)
            + Line("7000013", "approved", "many", owner.ClickId)
            + "7000014;approved\n"
            + Line("7000015", "approved", "5", owner.ClickId, comment: "\"never closed");

        var run = await Report.RunAsync(operations, file);
        var conflicts = await Report.ConflictsAsync(operations, run);
        var again = await Report.RunAsync(operations, file);

        Assert.Equal(
            ["2 another-subscriber", "3 status-differs", "4 said-twice", "5 unknown-click", "6 unknown-status", "7 malformed", "8 malformed", "9 malformed"],
            conflicts.Select(conflict => $"{conflict.Text("line")} {conflict.Text("reason")}"));
        Assert.Equal("lines 8, unknown 2, malformed 3, conflicting 3", run.Counts());
        Assert.Equal(run.Counts(), again.Counts());
        Assert.Equal(run.GetProperty("sums").GetRawText(), again.GetProperty("sums").GetRawText());
        Assert.Equal("confirmed", (await owner.PurchaseAsync($"admitad:ozon:{held}")).Text("status"));
        var quarantined = await operations.GetFromJsonAsync<JsonElement>($"/ops/v1/quarantine/{conflicts[3].Text("quarantineId")}");
        Assert.Equal(1, quarantined.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Purchase_that_the_report_of_its_day_lacks_is_missing()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var clicked = await Clicked.ByAsync(api);
        await api.AdvanceAsync(TimeSpan.FromDays(2));
        var absent = clicked.Message();
        var declined = clicked.Message(("payment_status", "declined"));
        var present = clicked.Message(("order_sum", "10"));
        foreach (var message in new[] { absent, declined, present })
        {
            Assert.Equal("200", await api.PostbackAsync(message).OutcomeAsync());
        }

        await api.AdvanceAsync(TimeSpan.FromDays(2));
        clicked = clicked with { Subscriber = await api.SignInAsync(clicked.Subscriber.Phone) };
        var file = Report.Header + Line(present["admitad_id"], "approved", "10", clicked.ClickId, present["order_id"]);
        var purchase = await clicked.PurchaseAsync($"admitad:ozon:{absent["admitad_id"]}");
        var day = purchase.GetProperty("registeredAt").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(3)).AddHours(-1);
        var from = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var to = day.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var before = day.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var run = await Report.RunAsync(operations, file, $"network=admitad&from={from}&to={to}");
        var earlier = await Report.RunAsync(operations, file, $"network=admitad&from={before}&to={before}");

        Assert.Equal("lines 1, same 1, missing 1", run.Counts());
        var conflict = Assert.Single(await Report.ConflictsAsync(operations, run));
        Assert.Equal("missing", conflict.Text("reason"));
        Assert.Equal(purchase.Text("id"), conflict.Text("purchaseId"));
        var sums = Assert.Single(run.GetProperty("sums").EnumerateArray());
        Assert.Equal("10.00", sums.GetProperty("network").GetProperty("confirmed").Text("amount"));
        Assert.Equal("1309.49", sums.GetProperty("ours").GetProperty("confirmed").Text("amount"));
        Assert.Equal("lines 1, same 1", earlier.Counts());
    }

    [Fact]
    public async Task Same_order_under_another_id_of_the_line_is_not_paid_twice_unless_the_report_has_both()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var known = await ReportedAsync(clicked, "approved", "№ 17");
        var other = Line("7000021", "approved", "1299.49", clicked.ClickId, "№ 17");

        var alone = await Report.RunAsync(operations, Report.Header + other);
        var both = await Report.RunAsync(operations, Report.Header + other + Line(known, "approved", "1299.49", clicked.ClickId, "№ 17"));

        Assert.Equal("lines 1, conflicting 1", alone.Counts());
        var conflict = Assert.Single(await Report.ConflictsAsync(operations, alone));
        Assert.Equal("same-order-other-line", conflict.Text("reason"));
        using var kept = await operations.GetAsync($"/ops/v1/quarantine/{conflict.Text("quarantineId")}");
        Assert.Equal("same-order-other-line", (await kept.JsonAsync()).Text("reason"));
        Assert.Equal("lines 2, new 1, same 1", both.Counts());
    }

    [Fact]
    public async Task Conflicts_are_downloaded_without_anything_that_a_spreadsheet_would_run()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var run = await Report.RunAsync(operations, Report.Header + Line("7000031", "odd", "5", clicked.ClickId, "=HYPERLINK(\"\"a\"\")", quoted: true));

        using var response = await operations.GetAsync($"/ops/v1/reconciliations/{run.Text("id")}/conflicts.csv");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var line = Encoding.UTF8.GetString(bytes).Split("\r\n")[1];
        Assert.StartsWith("2,unknown-status,", line, StringComparison.Ordinal);
        Assert.DoesNotContain(",=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_one_that_has_ended_can_not_be_cancelled()
    {
        using var operations = _api.Operator();
        var first = await Report.RunAsync(operations, Report.Header);
        var second = await Report.RunAsync(operations, Report.Header);

        var page = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/reconciliations?limit=100");
        var ids = page.GetProperty("items").EnumerateArray().Select(run => run.Text("id")).ToList();

        Assert.True(ids.IndexOf(second.Text("id")) < ids.IndexOf(first.Text("id")));
        Assert.Equal("409 reconciliation-over", await operations.DeleteAsync($"/ops/v1/reconciliations/{first.Text("id")}").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/reconciliations/01JDXKAAAAAAAAAAAAAAAAAAAA").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/reconciliations/x/conflicts.csv").OutcomeAsync());
        Assert.Equal("409 statistics-not-configured", await operations.PostAsync("/ops/v1/reconciliations/pull?network=admitad", null).OutcomeAsync());
    }

    private async Task<string> ReportedAsync(Clicked clicked, string status, string orderId = "17")
    {
        var message = clicked.Message(("payment_status", status), ("order_id", orderId));
        Assert.Equal("200", await _api.PostbackAsync(message).OutcomeAsync());
        return message["admitad_id"];
    }

    private static string Line(
        string id, string status, string amount, string click, string orderId = "17", string comment = "", bool quoted = false) =>
        $"{id};{status};{amount};RUB;{(quoted ? $"\"{orderId}\"" : orderId)};;{click};{comment}\n";

    private static async Task<string> HistoryAsync(Clicked clicked) =>
        await clicked.Subscriber.Client.GetStringAsync("/api/v1/me/history?limit=100");
}
