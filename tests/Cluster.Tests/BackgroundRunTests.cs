using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cashback.Support;

namespace Cashback.Cluster.Tests;

/// <summary>
/// Runs over reports and over the quarantine live in the API's process; the grains that they ask are in silos, and a silo can
/// die.
/// </summary>
public sealed class BackgroundRunTests
{
    private const int Subscribers = 40;
    private const int Known = 40;
    private const int Unknown = 30;
    private const int UnknownSum = 10;
    private const string FivePercentShop = "ozon";
    private const string Runs = "/ops/v1/quarantine/runs";
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    /// <summary>Lines of the report: CASHBACK_REPORT_LINES, else so many that a silo can be killed while they are applied.</summary>
    private static int Lines =>
        int.TryParse(Environment.GetEnvironmentVariable("CASHBACK_REPORT_LINES"), NumberStyles.None, CultureInfo.InvariantCulture, out var lines)
            ? lines
            : 4_000;

    [Fact]
    public async Task Report_is_applied_whole_though_a_silo_is_killed_meanwhile_and_a_second_run_changes_nothing()
    {
        var (cluster, silos) = await ClusterUnderTest.StartAsync(silos: 2);
        await using var _ = cluster;
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        var (people, clicks) = await ClickedAsync(api, "+791630000");
        for (var line = 0; line < Known; line++)
        {
            await api.PostbackAsync($"{line}", "new", clicks[line % Subscribers], Sum(line), CancellationToken.None);
        }

        var report = new StringBuilder("action_id;status;cart;currency;order_id;subid;comment\r\n");
        for (var line = 0; line < Lines; line++)
        {
            report.Append(CultureInfo.InvariantCulture, $"{line};approved;\"1 {Sum(line) - 1000:000},00\";RUB;N-{line};{clicks[line % Subscribers]};\"две\r\nстроки\"\r\n");
            if (line % (Lines / Unknown) == 0)
            {
                report.Append(CultureInfo.InvariantCulture, $"{9_000_000 + line};approved;{UnknownSum};RUB;;nobodys-click-{line};\r\n");
            }
        }

        var unknown = report.ToString().Split("nobodys-click").Length - 1;
        var address = await UploadAsync(api, report.ToString());
        await KillInTheMiddleAsync(api, address, silos[1], run => Count(run, "lines") > Lines / 10);
        var first = await EndAsync(api, address);

        Assert.Equal("finished", State(first));
        Assert.Equal(
            (Lines + unknown, Lines, unknown),
            (Count(first, "lines"), Count(first, "new") + Count(first, "changed") + Count(first, "same"), Count(first, "unknown")));
        await IsRightAsync(api, people, first, address, unknown);

        var newcomer = cluster.StartSilo();
        await newcomer.ReadyAsync();
        address = await UploadAsync(api, report.ToString());
        var second = await EndAsync(api, address);

        Assert.Equal(("finished", Lines, unknown), (State(second), Count(second, "same"), Count(second, "unknown")));
        Assert.Equal(first.GetProperty("sums").GetRawText(), second.GetProperty("sums").GetRawText());
        await IsRightAsync(api, people, second, address, unknown);
    }

    [Fact]
    public async Task Quarantine_is_listed_replayed_and_dropped_though_a_silo_is_killed_meanwhile()
    {
        const int Foreign = 1_000;
        var (cluster, silos) = await ClusterUnderTest.StartAsync(silos: 2);
        await using var _ = cluster;
        using var api = new ApiClient(cluster.Api.Url, cluster.Sms);
        var (people, clicks) = await ClickedAsync(api, "+791640000");
        await SendAsync(
            Enumerable.Range(0, Foreign).Select(
                line => ApiClient.Postback($"{line}", "approved", clicks[line % Subscribers], 10).Replace("RUB", "XAU", StringComparison.Ordinal)));
        await SendAsync(Enumerable.Range(0, Unknown).Select(line => ApiClient.Postback($"{9_000_000 + line}", "approved", $"nobodys-{line}", 10)));
        Assert.Equal(Foreign, (await ListAsync(api, "unknown-currency-rate")).Distinct().Count());

        // Ten for one: a purchase of 10 brings five.
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await api.SendJsonAsync(HttpMethod.Put, $"/ops/v1/exchange-rates/{today}", new Dictionary<string, string> { ["XAU"] = "10" }, ApiClient.Operator);
        var replay = await StartAsync(new { action = "replay", cause = "unknown-currency-rate" });
        await KillInTheMiddleAsync(api, replay, silos[1], run => Number(run, "done") > 0);
        var replayed = await EndAsync(api, replay);

        Assert.Equal(
            ("finished", Foreign, Foreign, 0),
            (State(replayed), Number(replayed, "done"), Number(replayed, "applied") + Number(replayed, "unchanged"), Number(replayed, "failed")));
        Assert.Empty(await ListAsync(api, "unknown-currency-rate"));
        Assert.Equal(Foreign * 5, (await Task.WhenAll(people.Select(api.AccruedAsync))).Sum());

        var dropped = await EndAsync(api, await StartAsync(new { action = "drop", cause = "unknown-click", reason = "Nobody's clicks." }));
        Assert.Equal(("finished", Unknown), (State(dropped), Number(dropped, "dropped")));
        Assert.Equal(0, await api.QuarantinedAsync());
        var again = await EndAsync(api, await StartAsync(new { action = "replay", cause = "unknown-currency-rate" }));
        Assert.Equal(0, Number(again, "total"));

        async Task SendAsync(IEnumerable<string> paths) => await Parallel.ForEachAsync(
            paths, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (path, _) => Assert.Equal("quarantined", (await api.SendJsonAsync(HttpMethod.Get, path, null)).GetProperty("result").GetString()));

        async Task<string> StartAsync(object asked) =>
            $"{Runs}/{(await api.SendJsonAsync(HttpMethod.Post, Runs, asked, ApiClient.Operator, ("Idempotency-Key", Guid.NewGuid().ToString()))).GetProperty("id").GetString()}";
    }

    private static decimal Sum(int line) => 1000 + line % 37;

    private static async Task<(SignedIn[] People, string[] Clicks)> ClickedAsync(ApiClient api, string phones)
    {
        var people = await Task.WhenAll(Enumerable.Range(0, Subscribers).Select(n => api.SignInAsync($"{phones}{n:D2}")));
        return (people, await Task.WhenAll(people.Select(person => api.ClickAsync(person, FivePercentShop))));
    }

    private static async Task<string> UploadAsync(ApiClient api, string report)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(report));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        var taken = await api.SendAsync(HttpMethod.Post, "/ops/v1/reconciliations?network=admitad", content, ApiClient.Operator);
        Assert.Equal("202", taken.Outcome);
        return $"/ops/v1/reconciliations/{taken.Json.GetProperty("id").GetString()}";
    }

    /// <summary>Each purchase once, and the list of conflicts, downloaded too, has what is nobody's.</summary>
    private static async Task IsRightAsync(ApiClient api, SignedIn[] people, JsonElement run, string address, int unknown)
    {
        var sums = Assert.Single(run.GetProperty("sums").EnumerateArray());
        Assert.Equal(Confirmed(sums.GetProperty("network")) - (unknown * UnknownSum), Confirmed(sums.GetProperty("ours")));
        for (var n = 0; n < Subscribers; n++)
        {
            var lines = Enumerable.Range(0, Lines).Where(line => line % Subscribers == n).ToList();
            var bonuses = lines.Sum(line => (long)Math.Round(Sum(line) * 0.05m, 0, MidpointRounding.AwayFromZero));
            Assert.Equal(bonuses, await api.AccruedAsync(people[n]));
        }

        var csv = await api.AskAsync(HttpMethod.Get, address + "/conflicts.csv", null, ApiClient.Operator);
        Assert.Equal(unknown, csv.Body.Split("\r\n").Count(line => line.Contains("unknown-click", StringComparison.Ordinal)));
        Assert.Equal(unknown, await api.QuarantinedAsync());
    }

    private static async Task<IReadOnlyList<string>> ListAsync(ApiClient api, string reason)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.ReadAsync($"/ops/v1/quarantine?limit=100&reason={reason}{(cursor is null ? "" : "&cursor=" + cursor)}", ApiClient.Operator);
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return ids;
    }

    private static async Task KillInTheMiddleAsync(ApiClient api, string address, ProcessHost silo, Func<JsonElement, bool> isUnderWay)
    {
        var run = await WhenAsync(api, address, isUnderWay);
        Assert.Equal("running", State(run));
        await silo.KillAsync();
    }

    private static Task<JsonElement> EndAsync(ApiClient api, string address) => WhenAsync(api, address, run => State(run) != "running");

    /// <summary>Whoever asks while a silo is missed is told 503, and asks again.</summary>
    private static async Task<JsonElement> WhenAsync(ApiClient api, string address, Func<JsonElement, bool> isSo)
    {
        JsonElement run = default;
        await Eventually.TrueAsync(
            async () =>
            {
                var answer = await api.AskAsync(HttpMethod.Get, address, null, ApiClient.Operator);
                Assert.True(answer.Ok || answer.Outcome == "503 store-unavailable", answer.Outcome);
                run = answer.Ok ? answer.Json : run;
                return answer.Ok && isSo(run);
            },
            $"{address} has come so far",
            Bound);
        return run;
    }

    private static decimal Confirmed(JsonElement side) =>
        decimal.Parse(side.GetProperty("confirmed").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    private static string? State(JsonElement run) => run.GetProperty("state").GetString();

    private static int Count(JsonElement run, string name) => Number(run.GetProperty("counts"), name);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
