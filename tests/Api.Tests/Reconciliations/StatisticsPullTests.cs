using System.Text.Json;
using Cashback.Api.Tests.Postbacks;
using Cashback.Support;

namespace Cashback.Api.Tests.Reconciliations;

/// <summary>The whole way: a server that speaks as Admitad does, the pull, and what becomes of purchases.</summary>
public sealed class StatisticsPullTests
{
    private const string Settings = "Cashback:Networks:admitad:Statistics:";

    [Fact]
    public async Task Pull_mends_what_was_lost_and_reads_its_words_as_the_statistics_mean_them()
    {
        await using var admitad = await AdmitadService.StartAsync();
        await using var api = await StartAsync(admitad);
        using var operations = api.Operator();
        var clicked = await Clicked.ByAsync(api);
        var lost = await Clicked.ByAsync(api);
        var confirmed = clicked.Message(("payment_status", "approved"));
        Assert.Equal("200", await api.PostbackAsync(confirmed).OutcomeAsync());
        admitad.Rows.Add(AdmitadService.Row(7_100_001, "pending", 200, lost.ClickId));
        admitad.Rows.Add(AdmitadService.Row(7_100_002, "approved", 400, lost.ClickId));
        admitad.Rows.Add(
            AdmitadService.Row(long.Parse(confirmed["admitad_id"], System.Globalization.CultureInfo.InvariantCulture), "pending", 1299.49m,
                clicked.ClickId));
        admitad.Rows.Add(AdmitadService.Row(7_100_002, "approved", 400, lost.ClickId));

        var first = await PullAsync(operations);
        admitad.Rows[0] = AdmitadService.Row(7_100_001, "approved", 180, lost.ClickId, updated: "2026-11-06 10:00:00");
        var second = await PullAsync(operations);
        var third = await PullAsync(operations);

        // "pending" is a new order in the statistics; in a postback it takes a confirmed one back.
        Assert.Equal("lines 4, new 2, same 1, conflicting 1", first.Counts());
        Assert.Equal("confirmed", (await clicked.PurchaseAsync($"admitad:ozon:{confirmed["admitad_id"]}")).Text("status"));
        Assert.Equal("lines 4, changed 1, same 2, conflicting 1", second.Counts());
        Assert.Equal(9, (await lost.PurchaseAsync("admitad:ozon:7100001")).GetProperty("credited").GetInt64());
        Assert.Equal("lines 4, same 3, conflicting 1", third.Counts());
        Assert.Equal(second.GetProperty("sums").GetRawText(), third.GetProperty("sums").GetRawText());
        Assert.DoesNotContain(
            api.Logs.Lines,
            line => line.Contains(AdmitadService.Secret, StringComparison.Ordinal) || line.Contains("token-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Statistics_are_fetched_by_themselves_and_the_window_reaches_behind_the_last_run()
    {
        await using var admitad = await AdmitadService.StartAsync();
        await using var api = await StartAsync(admitad);
        using var operations = api.Operator();

        for (var i = 0; i < 4; i++)
        {
            await api.AdvanceAsync(TimeSpan.FromHours(2));
            var runs = i + 1;
            await Eventually.TrueAsync(() => Task.FromResult(admitad.Pages.Count >= runs), $"{runs} pulls");
        }

        var starts = admitad.Pages.Select(page => Parse(page["status_updated_start"].ToString())).ToList();
        Assert.True(starts[^1] - starts[0] > TimeSpan.FromDays(20), "the window follows the runs that ended");
    }

    [Fact]
    public async Task Pull_that_can_not_be_read_fails_with_what_came()
    {
        await using var admitad = await AdmitadService.StartAsync();
        await using var api = await StartAsync(admitad);
        using var operations = api.Operator();
        admitad.Then(403, "no scope");

        var run = await PullAsync(operations);

        Assert.Equal("failed", run.Text("state"));
        Assert.Contains("403: no scope", run.Text("error"), StringComparison.Ordinal);
        Assert.Equal("400 invalid-request", await operations.PostAsync("/ops/v1/reconciliations/pull?network=nobody", null).OutcomeAsync());
    }

    private static DateTime Parse(string text) =>
        DateTime.ParseExact(text, "dd.MM.yyyy HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<TestApi> StartAsync(AdmitadService admitad) => TestApi.StartAsync(
        $"{Settings}BaseUrl={admitad.Address}", $"{Settings}ClientId={AdmitadService.ClientId}", $"{Settings}ClientSecret={AdmitadService.Secret}");

    private static async Task<JsonElement> PullAsync(HttpClient operations)
    {
        using var response = await operations.PostAsync("/ops/v1/reconciliations/pull?network=admitad", null);
        Assert.Equal("202", await response.OutcomeAsync());
        return await Report.EndAsync(operations, response.Headers.Location!.ToString());
    }
}
