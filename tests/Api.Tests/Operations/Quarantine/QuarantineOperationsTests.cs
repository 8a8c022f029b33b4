using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Operations;

public sealed class QuarantineOperationsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Message_is_applied_by_a_replay_once_its_cause_is_mended()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = await QuarantineAsync(clicked.Message(("currency", "CHF"), ("order_sum", "10")));

        Assert.Equal("quarantined", await ReplayAsync(operations, id));
        var today = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var put = await operations.PutAsJsonAsync($"/ops/v1/exchange-rates/{today}", new Dictionary<string, string> { ["CHF"] = "100" });
        Assert.Equal("200", await put.OutcomeAsync());

        Assert.Equal("applied", await ReplayAsync(operations, id));
        Assert.Equal("unchanged", await ReplayAsync(operations, id));
        var entry = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/quarantine/" + id);
        Assert.Equal("replayed", entry.GetProperty("state").GetString());
        var purchase = await clicked.PurchaseAsync(entry.GetProperty("lastReplay").GetProperty("purchaseId").GetString()!);
        Assert.Equal(50, purchase.GetProperty("cashback").GetInt64());
    }

    [Fact]
    public async Task List_shows_open_messages_by_reason()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = await QuarantineAsync(clicked.Message(("payment_status", "listed")));

        Assert.Contains(id, await IdsAsync(operations, "reason=unknown-status"));
        Assert.DoesNotContain(id, await IdsAsync(operations, "reason=unknown-click"));
        Assert.DoesNotContain(id, await IdsAsync(operations, "network=affise"));

        Assert.Equal("200", await operations.DeleteAsync($"/ops/v1/quarantine/{id}?reason=a%20test%20order").OutcomeAsync());
        using var dropped = await operations.GetAsync("/ops/v1/quarantine/" + id);
        var drop = (await dropped.JsonAsync()).GetProperty("dropped");
        Assert.Equal(("sample", "a test order"), (drop.GetProperty("by").GetString(), drop.GetProperty("reason").GetString()));
        Assert.DoesNotContain(id, await IdsAsync(operations, "reason=unknown-status"));
        Assert.Contains(id, await IdsAsync(operations, "state=dropped"));
        Assert.Equal("409 quarantine-dropped", await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null).OutcomeAsync());
    }

    [Fact]
    public async Task Order_at_a_store_of_another_network_is_not_attributed()
    {
        using var operations = _api.Operator();
        await Sample.PutStoreAsync(operations, "foreignshop", network: "elsewhere");
        var clicked = await Clicked.ByAsync(_api, "foreignshop");
        using var response = await _api.PostbackAsync(clicked.Message());
        Assert.Equal("wrong-network", (await response.JsonAsync()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("00000000000000000000000000000000")]
    public async Task Unknown_message_is_not_found(string id)
    {
        using var operations = _api.Operator();
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/quarantine/" + id).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.DeleteAsync("/ops/v1/quarantine/" + id).OutcomeAsync());
    }

    [Fact]
    public async Task Newest_come_first_or_oldest_and_times_and_ages_can_be_asked_for()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var nobody = new Clicked(null!, "none");
        var ids = new List<string>();
        var times = new List<DateTimeOffset>();
        for (var n = 0; n < 5; n++)
        {
            using var response = await api.PostbackAsync(nobody.Message());
            ids.Add((await response.JsonAsync()).GetProperty("quarantineId").GetString()!);
            times.Add((await operations.GetFromJsonAsync<JsonElement>("/ops/v1/quarantine/" + ids[n])).GetProperty("firstSeen").GetDateTimeOffset());
            await api.AdvanceAsync(TimeSpan.FromDays(1));
        }

        string At(int n) => Uri.EscapeDataString(times[n].ToString("O"));
        Assert.Equal(Enumerable.Reverse(ids), await IdsAsync(operations, ""));
        Assert.Equal(ids, await IdsAsync(operations, "order=oldest"));
        Assert.Equal(ids[1..3], await IdsAsync(operations, $"order=oldest&from={At(1)}&to={At(3)}"));
        Assert.Equal(ids[..2], await IdsAsync(operations, "order=oldest&olderThan=P3DT12H"));
        foreach (var wrong in (string[])["from=yesterday", "to=1", "olderThan=3", "order=best", "state=lost"])
        {
            using var refused = await operations.GetAsync("/ops/v1/quarantine?" + wrong);
            Assert.Equal("400 invalid-request", await refused.OutcomeAsync());
            Assert.Equal([wrong[..wrong.IndexOf('=', StringComparison.Ordinal)]], await refused.FieldsAsync());
        }
    }

    [Fact]
    public async Task All_messages_of_a_cause_are_replayed_in_their_order_once_it_is_mended()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var clicked = await Clicked.ByAsync(api);
        var lines = Enumerable.Range(0, 60).Select(_ => clicked.Message(("currency", "CHF"), ("order_sum", "10"))).ToList();
        foreach (var (line, word) in lines.SelectMany(line => (string[])["approved", "pending"], (line, word) => (line, word)))
        {
            Assert.Equal("200", await api.PostbackAsync(new Dictionary<string, string>(line) { ["payment_status"] = word }).OutcomeAsync());
        }

        Assert.Equal("200", await api.PostbackAsync(clicked.Message(("subid", "other"))).OutcomeAsync());
        var first = await RunAsync(operations, new { action = "replay", cause = "unknown-currency-rate" });
        Assert.Equal((120, 120, 0, 120), Counts(first));

        var today = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var put = await operations.PutAsJsonAsync($"/ops/v1/exchange-rates/{today}", new Dictionary<string, string> { ["CHF"] = "100" });
        var second = await RunAsync(operations, new { action = "replay", cause = "unknown-currency-rate" });
        Assert.Equal((120, 120, 120, 0), Counts(second));
        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        Assert.Equal((0, 0, 0, 0), Counts(await RunAsync(operations, new { action = "replay", cause = "unknown-currency-rate" })));

        // Confirmed, then on hold: the last word counts, whatever ran beside it.
        foreach (var line in lines)
        {
            Assert.Equal("pending", (await clicked.PurchaseAsync($"admitad:ozon:{line["admitad_id"]}")).GetProperty("status").GetString());
        }

        Assert.Single(await IdsAsync(operations, ""));
    }

    [Fact]
    public async Task All_messages_of_a_network_are_dropped_with_a_reason_that_stays_with_them()
    {
        await using var api = await TestApi.StartAsync();
        using var operations = api.Operator();
        var nobody = new Clicked(null!, "none");
        for (var n = 0; n < 10; n++)
        {
            Assert.Equal("200", await api.PostbackAsync(nobody.Message()).OutcomeAsync());
        }

        var run = await RunAsync(operations, new { action = "drop", network = "admitad", reason = "test orders of the shop" });
        Assert.Equal(10, run.GetProperty("dropped").GetInt32());
        var dropped = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/quarantine?state=dropped");
        Assert.Equal(10, dropped.GetProperty("items").GetArrayLength());
        Assert.All(dropped.GetProperty("items").EnumerateArray(), entry =>
            Assert.Equal("test orders of the shop", entry.GetProperty("dropped").GetProperty("reason").GetString()));
        Assert.Empty(await IdsAsync(operations, ""));
    }

    [Theory]
    [InlineData("""{"action":"replay"}""", "network")]
    [InlineData("""{"action":"drop","network":"admitad"}""", "reason")]
    [InlineData("""{"action":"undo","network":"admitad"}""", "action")]
    [InlineData("""{"action":"replay","network":"admitad","from":"then"}""", "from")]
    public async Task Run_that_does_not_say_what_is_meant_is_refused(string body, string field)
    {
        using var operations = _api.Operator();
        using var response = await operations.PostAsync("/ops/v1/quarantine/runs", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    private static (int Total, int Done, int Applied, int Quarantined) Counts(JsonElement run) => (
        run.GetProperty("total").GetInt32(), run.GetProperty("done").GetInt32(), run.GetProperty("applied").GetInt32(), run.GetProperty("quarantined").GetInt32());

    private static async Task<JsonElement> RunAsync(HttpClient operations, object run)
    {
        using var started = await operations.PostAsJsonAsync("/ops/v1/quarantine/runs", run);
        Assert.Equal("202", await started.OutcomeAsync());
        var progress = default(JsonElement);
        await Support.Eventually.TrueAsync(
            async () =>
            {
                progress = await operations.GetFromJsonAsync<JsonElement>(started.Headers.Location);
                return progress.GetProperty("state").GetString() == "finished";
            },
            "the run is finished");
        return progress;
    }

    private async Task<string> QuarantineAsync(Dictionary<string, string> message)
    {
        using var response = await _api.PostbackAsync(message);
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("quarantineId").GetString()!;
    }

    private static async Task<string?> ReplayAsync(HttpClient operations, string id)
    {
        using var response = await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null);
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("lastReplay").GetProperty("result").GetString();
    }

    private static async Task<List<string>> IdsAsync(HttpClient operations, string filter)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await operations.GetFromJsonAsync<JsonElement>(
                $"/ops/v1/quarantine?limit=3&{filter}" + (cursor is null ? "" : "&cursor=" + cursor));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return ids;
    }
}
