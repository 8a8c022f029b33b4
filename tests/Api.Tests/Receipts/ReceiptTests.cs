using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Receipts;

public sealed class ReceiptTests(SharedApi shared)
{
    private static int _documents = 500;
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task A_receipt_is_sent_checked_listed_and_known_to_operations()
    {
        using var op = _api.Operator();
        using var put = await op.PutAsJsonAsync("/ops/v1/promotions/bread", new { name = "Bread and milk", percent = "10", goods = (string[])["молоко"] });
        Assert.Equal("running", (await put.EnsureSuccessStatusCode().JsonAsync()).Text("state"));
        Assert.Contains((await _api.Client.ReadAsync("/api/v1/promotions?limit=100")).Items(), item => item.Text("id") == "receipt:bread" && item.Text("type") == "receipt");
        var me = (await _api.SignInAsync()).Client;

        // The promotion began within this minute, and the code has no seconds.
        var qr = NewQr(TimeSpan.FromMinutes(2));
        using var sent = await SendAsync(me, qr);
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        var id = (await sent.JsonAsync()).Text("id");

        await Eventually.TrueAsync(
            async () => (await me.ReadAsync("/api/v1/me/receipts")).Items().Single().Text("status") == "credited", "the receipt is credited");
        Assert.Equal(20, (await me.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth"));
        Assert.Equal(3, (await me.ReadAsync("/api/v1/me/history?type=receipt")).Items().Count);
        var known = await op.ReadAsync($"/ops/v1/receipts/{id}");
        Assert.Equal(id, known.GetProperty("receipt").Text("id"));
        var other = (await _api.SignInAsync()).Client;
        using var second = await SendAsync(other, qr);
        Assert.Equal("409 receipt-already-sent", await second.OutcomeAsync());
        Assert.Empty((await other.ReadAsync("/api/v1/me/receipts")).Items());
    }

    [Fact]
    public async Task An_idempotency_key_gives_the_first_answer_again()
    {
        var me = (await _api.SignInAsync()).Client;
        me.DefaultRequestHeaders.Add("Idempotency-Key", "receipt-1");
        var qr = NewQr();
        using var first = await SendAsync(me, qr);
        using var again = await SendAsync(me, qr);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        using var another = await SendAsync(me, NewQr());
        Assert.Equal("422 idempotency-key-reused", await another.OutcomeAsync());
    }

    [Theory]
    [InlineData("t=x&s=1.00&fn=8710000101125654&i=1&fp=1&n=1", "400 invalid-request")]
    [InlineData("", "400 invalid-request")]
    [InlineData(null, "400 invalid-request")]
    [InlineData("t=20260518T2205&s=1.00&fn=8710000101125654&i=1&fp=1&n=2", "422 receipt-not-a-sale")]
    [InlineData("t=21260518T2205&s=1.00&fn=8710000101125654&i=1&fp=1&n=1", "422 receipt-not-yet")]
    public async Task A_code_that_makes_no_sense_is_refused_with_its_field(string? qr, string outcome)
    {
        var me = (await _api.SignInAsync()).Client;
        using var response = await SendAsync(me, qr);
        Assert.Equal(outcome, await response.OutcomeAsync());
        Assert.Equal(["qr"], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("""{"name":"","percent":5,"goods":["x"]}""", "422 invalid-promotion", "name")]
    [InlineData("""{"name":"n","percent":0,"goods":["x"]}""", "422 invalid-promotion", "percent")]
    [InlineData("""{"name":"n","percent":5}""", "422 invalid-promotion", "retailers")]
    [InlineData("""{"name":"n","percent":5,"retailers":["1"]}""", "422 invalid-promotion", "retailers")]
    [InlineData("""{"name":"n","percent":5,"goods":["*"]}""", "422 invalid-promotion", "goods")]
    [InlineData("""{"name":"n","percent":5,"goods":[null]}""", "422 invalid-promotion", "goods")]
    [InlineData("""{"name":"n","percent":5,"goods":["x"],"regions":[" "]}""", "422 invalid-promotion", "regions")]
    [InlineData("""{"name":"n","percent":5,"goods":["x"],"minSum":{"amount":"-1","currency":"RUB"}}""", "422 invalid-promotion", "minSum")]
    [InlineData("""{"name":"n","percent":5,"goods":["x"],"minSum":{"amount":"1","currency":"USD"}}""", "400 invalid-request", "minSum")]
    [InlineData("""{"name":"n","percent":5,"goods":["x"],"validTo":"2020-01-01T00:00:00Z"}""", "422 invalid-promotion", "validTo")]
    public async Task A_promotion_that_makes_no_sense_is_refused_with_its_field(string body, string outcome, string field)
    {
        using var op = _api.Operator();
        using var response = await op.PutAsync("/ops/v1/promotions/bad", Shopping.Json(body));
        Assert.Equal(outcome, await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Fact]
    public async Task A_promotion_that_runs_keeps_its_terms_and_ends_once()
    {
        using var op = _api.Operator();
        using var made = await op.PutAsync("/ops/v1/promotions/terms", Shopping.Json("""{"name":"n","percent":5,"goods":["x"]}"""));
        made.EnsureSuccessStatusCode();
        Assert.Equal("409 promotion-started", await op.PutAsync("/ops/v1/promotions/terms", Shopping.Json("""{"name":"n","percent":6,"goods":["x"]}""")).OutcomeAsync());
        Assert.Equal("200", await op.PutAsync("/ops/v1/promotions/terms", Shopping.Json("""{"name":"m","percent":5,"goods":["x"]}""")).OutcomeAsync());
        foreach (var _ in Enumerable.Range(0, 2))
        {
            using var ended = await op.PostAsync("/ops/v1/promotions/terms/end", null);
            Assert.Equal("ended", (await ended.EnsureSuccessStatusCode().JsonAsync()).Text("state"));
        }

        Assert.Equal("409 promotion-ended", await op.PutAsync("/ops/v1/promotions/terms", Shopping.Json("""{"name":"k","percent":5,"goods":["x"]}""")).OutcomeAsync());
    }

    [Fact]
    public async Task What_nobody_sent_is_not_found()
    {
        using var op = _api.Operator();
        Assert.Equal("404 not-found", await op.GetAsync("/ops/v1/receipts/8710000101125654-1-9").OutcomeAsync());
        Assert.Equal("404 not-found", await op.GetAsync("/ops/v1/receipts/nothing").OutcomeAsync());
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient me, string? qr) => me.PostAsJsonAsync("/api/v1/me/receipts", new { qr });

    private static string NewQr(TimeSpan ahead = default)
    {
        var time = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(3)) + ahead;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"t={time:yyyyMMdd'T'HHmm}&s=200.00&fn=8710000101125654&i={Interlocked.Increment(ref _documents)}&fp=1250448795&n=1");
    }
}
