using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cashback.Api.Tests.Postbacks;

public sealed class PostbackTests(SharedApi shared)
{
    private const string Address = "/postbacks/admitad/sample-admitad-key";
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Confirmed_order_is_applied_once_and_known_the_second_time()
    {
        var clicked = await Clicked.ByAsync(_api);
        var message = clicked.Message();

        var first = await AnswerAsync(message);
        Assert.Equal("applied", first.GetProperty("result").GetString());
        var id = first.GetProperty("purchaseId").GetString()!;
        Assert.Equal($"admitad:ozon:{message["admitad_id"]}", id);

        var second = await AnswerAsync(message);
        Assert.Equal(("unchanged", id), (second.GetProperty("result").GetString(), second.GetProperty("purchaseId").GetString()));

        var purchase = await clicked.PurchaseAsync(id);
        Assert.Equal("confirmed", purchase.GetProperty("status").GetString());
        Assert.Equal(65, purchase.GetProperty("cashback").GetInt64());
        Assert.Equal(message["order_id"], purchase.GetProperty("orderId").GetString());
    }

    [Fact]
    public async Task Form_and_json_say_the_same_as_a_query()
    {
        var clicked = await Clicked.ByAsync(_api);
        using var form = new FormUrlEncodedContent(clicked.Message());
        Assert.Equal("applied", await ResultAsync(_api.Client.PostAsync(Address, form)));

        using var json = new StringContent(JsonSerializer.Serialize(clicked.Message()), Encoding.UTF8, "application/json");
        Assert.Equal("applied", await ResultAsync(_api.Client.PostAsync(Address, json)));

        var message = clicked.Message();
        var status = message["payment_status"];
        message.Remove("payment_status");
        using var rest = new FormUrlEncodedContent(message);
        Assert.Equal("applied", await ResultAsync(_api.Client.PostAsync($"{Address}?payment_status={status}", rest)));
    }

    [Fact]
    public async Task Windows_1251_in_a_query_is_read()
    {
        var clicked = await Clicked.ByAsync(_api);
        var message = clicked.Message();
        message.Remove("order_id");
        var query = string.Join('&', message.Where(pair => pair.Key != "offer_name").Select(pair => $"{pair.Key}={pair.Value}"));

        using var response = await _api.Client.GetAsync($"{Address}?{query}&offer_name=%CE%E7%EE%ED&order_id=%B9+17");
        var purchase = await clicked.PurchaseAsync((await response.JsonAsync()).GetProperty("purchaseId").GetString()!);
        Assert.Equal("№ 17", purchase.GetProperty("orderId").GetString());
    }

    [Fact]
    public async Task Rate_is_the_tariffs_that_the_message_names()
    {
        var clicked = await Clicked.ByAsync(_api, "ymarket");
        var answer = await AnswerAsync(clicked.Message(("action", "Одежда и обувь"), ("order_sum", "1000")));
        var purchase = await clicked.PurchaseAsync(answer.GetProperty("purchaseId").GetString()!);
        Assert.Equal(60, purchase.GetProperty("cashback").GetInt64());
    }

    [Fact]
    public async Task Order_in_dollars_is_converted()
    {
        var clicked = await Clicked.ByAsync(_api, "aliexpress");
        var answer = await AnswerAsync(clicked.Message(("currency", "USD"), ("order_sum", "100")));
        Assert.Equal("applied", answer.GetProperty("result").GetString());
        var purchase = await clicked.PurchaseAsync(answer.GetProperty("purchaseId").GetString()!);
        Assert.InRange(purchase.GetProperty("cashback").GetInt64(), 100, 1_000);
    }

    [Theory]
    [InlineData("subid", "newsletter", "unknown-click")]
    [InlineData("subid", "", "unknown-click")]
    [InlineData("payment_status", "processing", "unknown-status")]
    [InlineData("currency", "XAU", "unknown-currency-rate")]
    [InlineData("admitad_id", "1.23457E11", "unreadable-line-id")]
    [InlineData("admitad_id", "a b", "unreadable-line-id")]
    public async Task What_can_not_be_attributed_is_in_quarantine_before_the_answer(string name, string value, string reason)
    {
        var clicked = await Clicked.ByAsync(_api);
        var message = clicked.Message((name, value));

        var first = await AnswerAsync(message);
        Assert.Equal(("quarantined", reason), (first.GetProperty("result").GetString(), first.GetProperty("reason").GetString()));
        var again = await AnswerAsync(message);
        Assert.Equal(first.GetProperty("quarantineId").GetString(), again.GetProperty("quarantineId").GetString());

        using var operations = _api.Operator();
        using var response = await operations.GetAsync("/ops/v1/quarantine/" + first.GetProperty("quarantineId").GetString());
        var entry = await response.JsonAsync();
        Assert.Equal(2, entry.GetProperty("count").GetInt64());
        Assert.Equal("Озон", entry.GetProperty("parameters").GetProperty("offer_name").GetString());
    }

    [Theory]
    [InlineData("admitad_id", "")]
    [InlineData("payment_status", "")]
    [InlineData("order_sum", "")]
    [InlineData("order_sum", "many")]
    [InlineData("order_sum", "99999999999999999999999999999999999999")]
    [InlineData("currency", "")]
    [InlineData("currency", "rubles")]
    [InlineData("action", "a\0b")]
    public async Task Bad_parameter_is_named(string name, string value)
    {
        var message = new Clicked(null!, "none").Message((name, value));
        using var response = await _api.PostbackAsync(message);
        Assert.Equal("400 invalid-request", await response.OutcomeAsync());
        Assert.Equal([name], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("offer_name", "Озон\u0001")]
    [InlineData("offer_name", "a\0b")]
    [InlineData("action", "\u007f")]
    public async Task Stray_control_character_loses_no_order(string name, string value)
    {
        var clicked = await Clicked.ByAsync(_api);
        var message = clicked.Message((name, value));

        Assert.Equal("applied", (await AnswerAsync(message)).GetProperty("result").GetString());
        Assert.Equal("unchanged", (await AnswerAsync(message)).GetProperty("result").GetString());
    }

    [Theory]
    [InlineData("admitad", "wrong-key")]
    [InlineData("nobody", "sample-admitad-key")]
    [InlineData("NOT A NETWORK", "sample-admitad-key")]
    public async Task Wrong_key_and_unknown_network_are_answered_alike(string network, string key)
    {
        using var response = await _api.Client.GetAsync($"/postbacks/{Uri.EscapeDataString(network)}/{key}?admitad_id=1");
        Assert.Equal("401 unauthorized", await response.OutcomeAsync());
        Assert.DoesNotContain("admitad", (await response.JsonAsync()).ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Body_that_is_too_large_or_of_a_foreign_type_is_refused()
    {
        using var large = new ByteArrayContent(new byte[70_000]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = large };

        // Asks before it sends: the refusal would otherwise cross the body on the wire.
        request.Headers.ExpectContinue = true;
        Assert.Equal("413 too-large", await _api.Client.SendAsync(request).OutcomeAsync());

        using var xml = new StringContent("<a/>", Encoding.UTF8, "application/xml");
        Assert.Equal("415 unsupported-media-type", await _api.Client.PostAsync(Address, xml).OutcomeAsync());

        using var broken = new StringContent("{\"admitad_id\":", Encoding.UTF8, "application/json");
        Assert.Equal("400 invalid-request", await _api.Client.PostAsync(Address, broken).OutcomeAsync());
    }

    [Fact]
    public async Task Rate_at_the_click_counts_when_the_store_changes_it_before_the_order()
    {
        using var operations = _api.Operator();
        await Operations.Sample.PutStoreAsync(operations, "ratestore", percent: "10");
        var clicked = await Clicked.ByAsync(_api, "ratestore");
        await Operations.Sample.PutStoreAsync(operations, "ratestore", percent: "1");

        var answer = await AnswerAsync(clicked.Message(("order_sum", "1000")));
        var purchase = await clicked.PurchaseAsync(answer.GetProperty("purchaseId").GetString()!);
        Assert.Equal(100, purchase.GetProperty("cashback").GetInt64());
    }

    [Theory]
    [InlineData("1299,49", 65)]
    [InlineData("1 299,49", 65)]
    [InlineData("1\u00A0299.49", 65)]
    [InlineData("1,299", null)]
    [InlineData("1.299,49", null)]
    [InlineData("१२९९", null)]
    public async Task Numbers_with_comma_or_spaces_are_read_where_there_is_no_doubt(string sum, int? cashback)
    {
        var clicked = await Clicked.ByAsync(_api);
        using var response = await _api.PostbackAsync(clicked.Message(("order_sum", sum)));
        Assert.Equal(cashback is null ? "400 invalid-request" : "200", await response.OutcomeAsync());
        if (cashback is not null)
        {
            var purchase = await clicked.PurchaseAsync((await response.JsonAsync()).GetProperty("purchaseId").GetString()!);
            Assert.Equal(cashback, purchase.GetProperty("cashback").GetInt32());
        }
    }

    [Fact]
    public async Task Bytes_of_no_known_encoding_are_refused_or_read_as_windows_1251_and_never_a_failure()
    {
        using var json = new ByteArrayContent([.. "{\"admitad_id\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Assert.Equal("400 invalid-request", await _api.Client.PostAsync(Address, json).OutcomeAsync());

        var clicked = await Clicked.ByAsync(_api);
        using var form = new ByteArrayContent([.. Encoding.ASCII.GetBytes(string.Join('&', clicked.Message(("order_id", "1"), ("offer_name", "x"))
            .Select(pair => $"{pair.Key}={pair.Value}"))), .. "&note="u8, 0xC3, 0x28, 0xFF]);
        form.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        Assert.Equal("applied", await ResultAsync(_api.Client.PostAsync(Address, form)));
        byte[] line = [.. "{\"admitad_id\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.Equal(["1 invalid"], (await Batch.SendAsync(_api, line)).Select(Batch.Said));
    }

    private async Task<JsonElement> AnswerAsync(Dictionary<string, string> message)
    {
        using var response = await _api.PostbackAsync(message);
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }

    private static async Task<string?> ResultAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("result").GetString();
    }
}
