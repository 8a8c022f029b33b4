using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Api.Tests.Operations;
using Cashback.Gateways;
using Microsoft.Extensions.DependencyInjection;

namespace Cashback.Api.Tests.PointOfSale;

public sealed class DeviceSaleTests(SharedApi shared)
{
    private static int _devices;
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Sold_device_brings_its_reward_once_and_shop_and_operations_see_it()
    {
        await PutAsync(_api, "sold", "44444444");
        using var till = await _api.NewTillAsync();
        var imei = NewImei("44444444");
        var body = Body(imei);

        using var first = await till.PostAsJsonAsync("/pos/v1/device-sales", body);
        Assert.Equal("200", await first.OutcomeAsync());
        using var second = await till.PostAsJsonAsync("/pos/v1/device-sales", body);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal("409 device-already-rewarded", await till.PostAsJsonAsync("/pos/v1/device-sales", Body(imei, receiptId: "another")).OutcomeAsync());

        using var operations = _api.Operator();
        foreach (var seen in new[] { await till.ReadAsync($"/pos/v1/device-sales/{imei}"), await operations.ReadAsync($"/ops/v1/device-sales/{imei}") })
        {
            Assert.Equal(("paid", "3000.50", "sold"), (seen.Text("status"), seen.Sum("reward"), seen.Text("promotionId")));
            Assert.Equal("+7903***67", seen.Text("phone"));
        }

        var promotion = await operations.ReadAsync("/ops/v1/device-promotions/sold");
        Assert.Equal(("3000.50", "96999.50", 1L), (promotion.Sum("spent"), promotion.Sum("left"), promotion.Number("sales")));
        var paid = Assert.Single(
            _api.Services.GetRequiredService<SandboxWallet>().Book, entry => entry.Key.Contains(imei, StringComparison.Ordinal));
        Assert.Equal(("+79031234567", 3_000.50m), (paid.To, paid.Amount));
    }

    [Fact]
    public async Task Another_shops_sale_is_not_found()
    {
        await PutAsync(_api, "others", "44444445");
        using var till = await _api.NewTillAsync();
        using var other = await _api.NewTillAsync();
        var imei = NewImei("44444445");
        Assert.Equal("200", await till.PostAsJsonAsync("/pos/v1/device-sales", Body(imei)).OutcomeAsync());

        Assert.Equal("404 not-found", await other.GetAsync(new Uri($"/pos/v1/device-sales/{imei}", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("409 device-already-rewarded", await other.PostAsJsonAsync("/pos/v1/device-sales", Body(imei)).OutcomeAsync());
    }

    [Fact]
    public async Task Device_of_no_list_and_a_budget_that_is_used_up_are_refused()
    {
        using var till = await _api.NewTillAsync();
        Assert.Equal("409 no-promotion", await till.PostAsJsonAsync("/pos/v1/device-sales", Body(NewImei("55555555"))).OutcomeAsync());
        await PutAsync(_api, "used-up", "55555556", budget: "3000.49");
        Assert.Equal("409 budget-exhausted", await till.PostAsJsonAsync("/pos/v1/device-sales", Body(NewImei("55555556"))).OutcomeAsync());
    }

    [Fact]
    public async Task What_is_unusual_is_capped_at_the_price_waits_for_operations_and_is_released_or_declined()
    {
        await using var api = await TestApi.StartAsync();
        await PutAsync(api, "cheap", "44444447");
        using var till = await api.NewTillAsync();
        using var operations = api.Operator();
        var (first, second) = (NewImei("44444447"), NewImei("44444447"));

        foreach (var imei in new[] { first, second })
        {
            using var held = await till.PostAsJsonAsync("/pos/v1/device-sales", Body(imei, price: "10"));
            var body = await held.JsonAsync();
            Assert.Equal(("202", "held", "10.00"), (await held.OutcomeAsync(), body.Text("status"), body.Sum("reward")));
            Assert.False(body.TryGetProperty("hold", out _));
        }

        var page = await operations.ReadAsync("/ops/v1/device-sales?limit=1");
        Assert.Equal((first, "price"), (page.Items()[0].Text("imei"), page.Items()[0].GetProperty("hold").Text("why")));
        Assert.Equal("200", await DecideAsync(operations, first, "release").OutcomeAsync());
        var rest = await operations.ReadAsync($"/ops/v1/device-sales?limit=1&cursor={page.Text("nextCursor")}");
        Assert.Equal(second, Assert.Single(rest.Items()).Text("imei"));
        Assert.Equal("200", await DecideAsync(operations, $"IMEI: {second}", "decline").OutcomeAsync());
        Assert.Equal("409 device-sale-not-held", await DecideAsync(operations, second, "release").OutcomeAsync());
        Assert.Equal("404 not-found", await DecideAsync(operations, NewImei("44444447"), "release").OutcomeAsync());
        Assert.Equal("400 invalid-request", await DecideAsync(operations, second, "maybe").OutcomeAsync());

        Assert.Equal(("paid", "declined"), ((await till.ReadAsync($"/pos/v1/device-sales/{first}")).Text("status"), (await till.ReadAsync($"/pos/v1/device-sales/{second}")).Text("status")));
        Assert.Equal(10, Assert.Single(api.Services.GetRequiredService<SandboxWallet>().Book).Amount);
        Assert.Empty((await operations.ReadAsync("/ops/v1/device-sales")).Items());
        Assert.DoesNotContain(
            api.Logs.Lines, line => line.Contains(first, StringComparison.Ordinal) || line.Contains(second, StringComparison.Ordinal));
        Assert.Contains(api.Logs.Lines, line => line.Contains("waits for a person", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fast_spending_raises_an_alarm_once_and_a_wallet_has_its_limit()
    {
        await using var api = await TestApi.StartAsync();
        await PutAsync(api, "fast", "44444448", budget: "60000");
        using var till = await api.NewTillAsync();

        var outcomes = new List<string>();
        foreach (var number in Enumerable.Range(0, 4))
        {
            outcomes.Add(await till.PostAsJsonAsync("/pos/v1/device-sales", Body(NewImei("44444448"), receiptId: $"r-{number}")).OutcomeAsync());
        }

        Assert.Equal(["200", "200", "200", "409 wallet-limit-reached"], outcomes);
        Assert.Single(api.Logs.Lines, line => line.Contains("Device promotion fast has reserved 6001.00 RUB", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient operations, string imei, string decision) =>
        operations.PostAsJsonAsync("/ops/v1/device-sales/decisions", new { imei, decision, reason = "Looked at the receipt" });

    [Fact]
    public async Task Till_is_told_that_the_wallet_has_not_answered_or_has_refused()
    {
        await using var api = await TestApi.StartAsync();
        await PutAsync(api, "slow", "44444446");
        using var till = await api.NewTillAsync();
        var wallet = api.Services.GetRequiredService<SandboxControls>().Wallet;
        var (slow, refused) = (NewImei("44444446"), NewImei("44444446"));

        wallet.FailNext(1);
        using var accepted = await till.PostAsJsonAsync("/pos/v1/device-sales", Body(slow));
        Assert.Equal(("202", $"/pos/v1/device-sales/{slow}"), (await accepted.OutcomeAsync(), accepted.Headers.Location?.ToString()));
        await api.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal("paid", (await till.ReadAsync($"/pos/v1/device-sales/{slow}")).Text("status"));

        wallet.Refuse("нет кошелька");
        using var no = await till.PostAsJsonAsync("/pos/v1/device-sales", Body(refused));
        Assert.Equal(("refused", "нет кошелька"), ((await no.JsonAsync()).Text("status"), (await no.JsonAsync()).Text("reason")));
        wallet.Refuse(null);
        using var corrected = await till.PostAsJsonAsync("/pos/v1/device-sales", Body(refused, phone: "+79211234567"));
        Assert.Equal(("paid", 2L), ((await corrected.JsonAsync()).Text("status"), (await corrected.JsonAsync()).Number("attempt")));
        Assert.DoesNotContain(
            api.Logs.Lines, line => line.Contains("9031234567", StringComparison.Ordinal) || line.Contains(slow, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("imei", """{"imei":"490154203237519","price":{"amount":"1","currency":"RUB"},"phone":"+79031234567","receiptId":"r"}""")]
    [InlineData("imei", """{"imei":"","price":{"amount":"1","currency":"RUB"},"phone":"+79031234567","receiptId":"r"}""")]
    [InlineData("price", """{"imei":"490154203237518","price":{"amount":"0","currency":"RUB"},"phone":"+79031234567","receiptId":"r"}""")]
    [InlineData("price", """{"imei":"490154203237518","price":{"amount":"1","currency":"USD"},"phone":"+79031234567","receiptId":"r"}""")]
    [InlineData("price", """{"imei":"490154203237518","price":{"amount":"1.001","currency":"RUB"},"phone":"+79031234567","receiptId":"r"}""")]
    [InlineData("phone", """{"imei":"490154203237518","price":{"amount":"1","currency":"RUB"},"phone":"+77011234567","receiptId":"r"}""")]
    [InlineData("receiptId", """{"imei":"490154203237518","price":{"amount":"1","currency":"RUB"},"phone":"+79031234567","receiptId":" "}""")]
    [InlineData("sku", """{"imei":"490154203237518","price":{"amount":"1","currency":"RUB"},"phone":"+79031234567","receiptId":"r","sku":""}""")]
    public async Task Report_that_can_not_be_is_refused_with_its_field(string field, string body)
    {
        using var till = await _api.NewTillAsync();
        using var response = await till.PostAsync(new Uri("/pos/v1/device-sales", UriKind.Relative), Shopping.Json(body));
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([field], await response.FieldsAsync());
    }

    private static async Task PutAsync(TestApi api, string id, string tac, string budget = "100000")
    {
        using var operations = api.Operator();
        using var put = await operations.PutAsJsonAsync($"/ops/v1/device-promotions/{id}", DevicePromotionTests.Body(await api.NowAsync(), budget, tac: tac));
        Assert.Equal("200", await put.OutcomeAsync());
    }

    private static object Body(string imei, string receiptId = "r-1", string phone = "+79031234567", string price = "49990") =>
        new { imei, price = new { amount = price, currency = "RUB" }, phone, receiptId };

    private static string NewImei(string tac)
    {
        var body = $"{tac}{Interlocked.Increment(ref _devices):D6}";
        return Enumerable.Range(0, 10).Select(check => $"{body}{check}").First(text => Devices.Imei.TryParse(text, out _, out _));
    }
}
