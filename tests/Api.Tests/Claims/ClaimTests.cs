using System.Net;
using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Claims;

public sealed class ClaimTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_claim_waits_goes_is_found_and_a_later_postback_credits_nothing_more()
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        var click = await subscriber.ClickAsync();
        var orderedAt = await NowAsync(api);
        using var filed = await FileAsync(subscriber.Client, click, "N-77", orderedAt, "=cmd|calc");
        Assert.Equal(HttpStatusCode.Created, filed.StatusCode);
        var claim = await filed.JsonAsync();
        Assert.Equal("waiting", claim.Text("status"));

        await api.AdvanceAsync(TimeSpan.FromHours(49));
        subscriber = await api.SignInAsync(subscriber.Phone);
        Assert.Equal("open", (await subscriber.Client.ReadAsync("/api/v1/me/claims")).Items().Single().Text("status"));
        using var op = api.Operator();
        Assert.Equal(claim.Text("id"), (await op.ReadAsync("/ops/v1/claims?status=open&network=admitad&minAgeDays=2")).Items().Single().GetProperty("claim").Text("id"));
        Assert.Empty((await op.ReadAsync("/ops/v1/claims?minAgeDays=3")).Items());
        var csv = await op.GetStringAsync(new Uri("/ops/v1/claims/export?network=admitad", UriKind.Relative));
        Assert.Contains("N-77", csv, StringComparison.Ordinal);
        Assert.Contains(",'=cmd|calc", csv.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var answered = await AnswerAsync(op, claim.Text("id"), new { result = "found", lineId = "770077" });
            Assert.Equal("found", (await answered.EnsureSuccessStatusCode().JsonAsync()).GetProperty("claim").Text("status"));
        }

        Assert.Equal("409 claim-answered", await AnswerAsync(op, claim.Text("id"), new { result = "declined", reason = "No such order" }).OutcomeAsync());
        using var postback = await api.PostbackAsync(new Dictionary<string, string>
        {
            ["admitad_id"] = "770077",
            ["payment_status"] = "approved",
            ["subid"] = click,
            ["order_sum"] = "1000",
            ["currency"] = "RUB",
            ["order_id"] = "N-77",
        });
        postback.EnsureSuccessStatusCode();
        Assert.Equal(50, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
        Assert.Equal(
            ["found", "open", "filed"], (await subscriber.Client.ReadAsync("/api/v1/me/history?type=claim")).Items().Select(line => line.Text("status")));
        Assert.Empty((await op.ReadAsync("/ops/v1/claims")).Items());
    }

    [Theory]
    [InlineData("approved", "", "found", 50)]
    [InlineData("declined", "The order was returned", "declined", 0)]
    public async Task A_line_of_the_networks_report_answers_the_claim(string status, string comment, string answer, long credited)
    {
        await using var api = await TestApi.StartAsync();
        var subscriber = await api.SignInAsync();
        var click = await subscriber.ClickAsync();
        using var filed = await FileAsync(subscriber.Client, click, "N-78", await NowAsync(api));
        await api.AdvanceAsync(TimeSpan.FromHours(49));
        subscriber = await api.SignInAsync(subscriber.Phone);
        using var op = api.Operator();

        await Reconciliations.Report.RunAsync(op, $"{Reconciliations.Report.Header}780078;{status};1000.00;RUB;N-78;;{click};{comment}\n");

        var claim = (await subscriber.Client.ReadAsync("/api/v1/me/claims")).Items().Single();
        Assert.Equal(answer, claim.Text("status"));
        Assert.Equal(credited, (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
        Assert.Contains((await subscriber.Client.ReadAsync("/api/v1/me/history?type=claim")).Items(), line => line.Text("status") == answer);
    }

    [Fact]
    public async Task A_partners_refusal_stands_in_the_history_with_its_reason()
    {
        var subscriber = await _api.SignInAsync();
        using var filed = await FileAsync(subscriber.Client, await subscriber.ClickAsync(), "N-1", await NowAsync(_api));
        var id = (await filed.EnsureSuccessStatusCode().JsonAsync()).Text("id");
        await subscriber.Client.ReadAsync("/api/v1/me/claims");
        using var op = _api.Operator();

        using var answered = await AnswerAsync(op, id, new { result = "declined", reason = "The order was returned" });

        answered.EnsureSuccessStatusCode();
        Assert.Equal("The order was returned", (await subscriber.Client.ReadAsync("/api/v1/me/history?type=claim")).Items()[0].Text("reason"));
        Assert.Equal("declined", (await subscriber.Client.ReadAsync("/api/v1/me/claims")).Items().Single().Text("status"));
    }

    [Fact]
    public async Task Somebody_elses_visit_is_not_found()
    {
        var (owner, other) = (await _api.SignInAsync(), await _api.SignInAsync());
        var click = await owner.ClickAsync();
        var now = await NowAsync(_api);
        Assert.Equal("404 not-found", await FileAsync(other.Client, click, "N-1", now).OutcomeAsync());
        Assert.Equal("404 not-found", await FileAsync(other.Client, "forged", "N-1", now).OutcomeAsync());
        Assert.Equal("404 not-found", await FileAsync(other.Client, null, "N-1", now).OutcomeAsync());
        Assert.Equal("201", await FileAsync(owner.Client, null, "N-1", now).OutcomeAsync());
    }

    [Theory]
    [InlineData("""{"storeId":"NO","orderId":"1","amount":{"amount":"1","currency":"RUB"},"orderedAt":"2026-01-01T00:00:00Z"}""", "storeId")]
    [InlineData("""{"storeId":"ozon","orderId":" ","amount":{"amount":"1","currency":"RUB"},"orderedAt":"2026-01-01T00:00:00Z"}""", "orderId")]
    [InlineData("""{"storeId":"ozon","orderId":"1","amount":{"amount":"0","currency":"RUB"},"orderedAt":"2026-01-01T00:00:00Z"}""", "amount")]
    [InlineData("""{"storeId":"ozon","orderId":"1","amount":{"amount":"1","currency":"rub"},"orderedAt":"2026-01-01T00:00:00Z"}""", "amount")]
    [InlineData("""{"storeId":"ozon","orderId":"1","amount":{"amount":"1","currency":"RUB"},"orderedAt":"2126-01-01T00:00:00Z"}""", "orderedAt")]
    [InlineData("""{"storeId":"ozon","orderId":"1","amount":{"amount":"1","currency":"RUB"}}""", "orderedAt")]
    public async Task A_claim_that_makes_no_sense_is_refused_with_its_field(string body, string field)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await me.PostAsync("/api/v1/me/claims", Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("""{"result":"maybe"}""", "400 invalid-request")]
    [InlineData("""{"result":"declined"}""", "400 invalid-request")]
    [InlineData("""{"result":"found"}""", "404 not-found")]
    public async Task An_answer_that_makes_no_sense_is_refused(string body, string outcome)
    {
        using var op = _api.Operator();
        Assert.Equal(outcome, await op.PostAsync("/ops/v1/claims/none/answer", Shopping.Json(body)).OutcomeAsync());
    }

    private static Task<HttpResponseMessage> FileAsync(
        HttpClient me, string? clickId, string orderId, DateTimeOffset orderedAt, string? comment = null) =>
        me.PostAsJsonAsync("/api/v1/me/claims", new
        {
            clickId,
            storeId = Shopping.Store,
            orderId,
            amount = new { amount = "1000.00", currency = "RUB" },
            orderedAt,
            comment,
        });

    private static Task<HttpResponseMessage> AnswerAsync(HttpClient op, string claimId, object answer) =>
        op.PostAsJsonAsync($"/ops/v1/claims/{claimId}/answer", answer);

    private static async Task<DateTimeOffset> NowAsync(TestApi api) =>
        (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset();
}
