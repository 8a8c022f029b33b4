using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.PointOfSale;

/// <summary>From savings to a phone that is paid for, over HTTP.</summary>
public sealed class RedemptionTests : IAsyncLifetime
{
    private TestApi _api = null!;
    private HttpClient _till = null!;
    private SignedIn _saver = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.StartAsync();
        _till = await _api.NewTillAsync();
        _saver = await _api.SaverAsync(9_000);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Certificate_is_bought_shown_looked_up_redeemed_and_seen_as_used()
    {
        using var answer = await _saver.BuyCertificateAsync(5_000, "order-1");
        Assert.Equal(201, (int)answer.StatusCode);
        var bought = await answer.JsonAsync();
        var code = bought.Text("code");
        Assert.Equal((5_000, "issued", "c1"), (bought.Number("denomination"), bought.Text("status"), bought.Text("id")));
        Assert.Equal(4_000, (await _saver.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("savings"));
        Assert.Equal("******-******-****" + code[^2..], (await _saver.Client.ReadAsync("/api/v1/me/certificates")).Items()[0].Text("code"));
        await Eventually.TrueAsync(
            async () => (await _api.OutboxAsync(_saver.Phone)).Any(sms => sms.Text.Contains(code, StringComparison.Ordinal)), "the SMS is out");

        using var look = await _till.LookAsync(code.ToLowerInvariant().Replace('-', ' '));
        Assert.Equal("""{"denomination":5000,"status":"issued"}""", await look.Content.ReadAsStringAsync());
        using var redeemed = await _till.RedeemAsync(code, "14990", key: "k1");
        Assert.Equal("""{"applied":5000,"leftToPay":9990}""", await redeemed.Content.ReadAsStringAsync());
        using var used = await _till.LookAsync(code);
        Assert.Equal("""{"denomination":5000,"status":"used"}""", await used.Content.ReadAsStringAsync());
        Assert.Equal("409 certificate-used", await _till.RedeemAsync(code).OutcomeAsync());

        await _api.AdvanceAsync(TimeSpan.FromMinutes(10));
        var listed = (await _saver.Client.ReadAsync("/api/v1/me/certificates")).Items()[0];
        Assert.Equal(("used", 5_000), (listed.Text("status"), listed.Number("applied")));
        var history = (await _saver.Client.ReadAsync("/api/v1/me/history?type=certificate")).Items();
        Assert.Equal(["c1", "c1"], history.Select(line => line.Text("certificateId")));

        Assert.DoesNotContain(
            _api.Logs.Lines,
            line => line.Contains(code, StringComparison.OrdinalIgnoreCase)
            || line.Contains(code.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Same_order_again_is_answered_with_the_same_certificate_also_after_a_restart()
    {
        using var first = await _saver.BuyCertificateAsync(1_000, "order-2");
        using var again = await _saver.BuyCertificateAsync(1_000, "order-2");
        await _api.RestartAsync();
        _saver = _saver with { Client = _api.As(_saver.Tokens.AccessToken) };
        using var later = await _saver.BuyCertificateAsync(1_000, "order-2");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(await first.Content.ReadAsStringAsync(), await later.Content.ReadAsStringAsync());
        Assert.Equal("422 idempotency-key-reused", await _saver.BuyCertificateAsync(2_000, "order-2").OutcomeAsync());
        Assert.Equal(8_000, (await _saver.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("savings"));
    }

    [Fact]
    public async Task Replayed_redemption_gets_the_stored_answer_also_when_the_answers_are_lost()
    {
        var code = await BuyAsync(5_000);
        _api.Faults.FailWrite(StateNames.Idempotency, FaultPoint.BeforeCommit);
        Assert.Equal("503 store-unavailable", await _till.RedeemAsync(code, device: "DEV-1", key: "k2").OutcomeAsync());

        // The redemption was done, only its answer was not kept: the certificate itself knows the request.
        using var again = await _till.RedeemAsync(code, device: "DEV-1", key: "k2");
        using var replayed = await _till.RedeemAsync(code, device: "DEV-1", key: "k2");

        Assert.Equal("""{"applied":5000,"leftToPay":9990}""", await again.Content.ReadAsStringAsync());
        Assert.Equal("""{"applied":5000,"leftToPay":9990}""", await replayed.Content.ReadAsStringAsync());
        Assert.Equal("true", Assert.Single(replayed.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal("422 idempotency-key-reused", await _till.RedeemAsync(code, device: "DEV-2", key: "k2").OutcomeAsync());
        using var elsewhere = await _api.NewTillAsync();
        Assert.Equal("409 certificate-used", await elsewhere.RedeemAsync(code, device: "DEV-1", key: "k2").OutcomeAsync());
    }

    [Fact]
    public async Task Of_two_tills_at_the_same_moment_one_wins()
    {
        var code = await BuyAsync(5_000);
        using var other = await _api.NewTillAsync();

        var outcomes = await Task.WhenAll(_till.RedeemAsync(code).OutcomeAsync(), other.RedeemAsync(code).OutcomeAsync());

        Assert.Equal(["200", "409 certificate-used"], outcomes.Order());
    }

    [Fact]
    public async Task One_device_takes_one_certificate_whatever_its_id_looks_like()
    {
        var (first, second) = (await BuyAsync(100), await BuyAsync(500));

        Assert.Equal("200", await _till.RedeemAsync(first, device: "ab 12-34").OutcomeAsync());
        using var refused = await _till.RedeemAsync(second, device: "AB12-34");
        Assert.Equal("409 device-has-certificate", await refused.OutcomeAsync());
        Assert.Equal(["deviceId"], await refused.FieldsAsync());
        Assert.Equal("200", await _till.RedeemAsync(second).OutcomeAsync());
    }

    [Theory]
    [InlineData("352099001761481", "35-209900-176148-1")]
    [InlineData("352099001761499", "IMEI: 352099001761499")]
    [InlineData("352099001761507", "35209900176150")]
    [InlineData("352099001761515", "3520990017615101")]
    public async Task One_device_takes_one_certificate_however_its_imei_is_written(string one, string other)
    {
        var (first, second) = (await BuyAsync(100), await BuyAsync(100));

        Assert.Equal("200", await _till.RedeemAsync(first, device: one).OutcomeAsync());
        Assert.Equal("409 device-has-certificate", await _till.RedeemAsync(second, device: other).OutcomeAsync());
    }

    [Theory]
    [InlineData("2", 1, "1")]
    [InlineData("1500.50", 1_499, "1.5")]
    [InlineData("1500.00", 1_499, "1")]
    public async Task Certificate_pays_no_more_than_the_price_less_one_ruble(string price, long applied, string left)
    {
        using var redeemed = await _till.RedeemAsync(await BuyAsync(2_000), price);
        Assert.Equal($$"""{"applied":{{applied}},"leftToPay":{{left}}}""", await redeemed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Price_of_which_nothing_can_be_paid_is_refused()
    {
        var code = await BuyAsync(100);

        using var refused = await _till.RedeemAsync(code, "1.99");
        Assert.Equal("422 price-too-low", await refused.OutcomeAsync());
        Assert.Equal(["price"], await refused.FieldsAsync());
    }

    [Fact]
    public async Task What_can_not_be_a_redemption_is_refused_with_its_fields()
    {
        var code = await BuyAsync(100);
        (object Body, string[] Fields)[] bad =
        [
            (new { price = Rub("0"), deviceId = "DEVICE", receiptId = "R" }, ["price"]),
            (new { price = Rub("-5"), deviceId = "DEVICE", receiptId = "R" }, ["price"]),
            (new { price = Rub("10.001"), deviceId = "DEVICE", receiptId = "R" }, ["price"]),
            (new { price = new { amount = "10", currency = "USD" }, deviceId = "DEVICE", receiptId = "R" }, ["price"]),
            (new { price = 10, deviceId = "DEVICE", receiptId = "R" }, ["price"]),
            (new { price = Rub("10"), deviceId = "ab", receiptId = "R" }, ["deviceId"]),
            (new { price = Rub("10"), deviceId = "Ж123456", receiptId = "R" }, ["deviceId"]),
            (new { price = Rub("10"), deviceId = new string('1', 65), receiptId = " " }, ["deviceId", "receiptId"]),
            (new { price = Rub("10"), deviceId = "DEVICE", receiptId = new string('1', 65) }, ["receiptId"]),
            (new { price = Rub("10"), deviceId = "DEVICE" }, ["receiptId"]),
            (new { deviceId = "DEVICE", receiptId = "R" }, ["price"]),
        ];
        foreach (var (body, fields) in bad)
        {
            using var request = Till.Request(code, body);
            using var refused = await _till.SendAsync(request);
            Assert.Equal("400 invalid-request", await refused.OutcomeAsync());
            Assert.Equal(fields, await refused.FieldsAsync());
        }

        Assert.Equal("200", await _till.RedeemAsync(code).OutcomeAsync());
    }

    private static object Rub(string amount) => new { amount, currency = "RUB" };

    private async Task<string> BuyAsync(long denomination)
    {
        using var response = await _saver.BuyCertificateAsync(denomination);
        return (await response.EnsureSuccessStatusCode().JsonAsync()).Text("code");
    }
}
