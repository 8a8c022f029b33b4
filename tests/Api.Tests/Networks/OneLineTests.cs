using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;
using Cashback.Api.Tests.Reconciliations;

namespace Cashback.Api.Tests.Networks;

/// <summary>One line of an order stays one purchase, however its id and the message about it are written.</summary>
public sealed class OneLineTests(SharedApi shared)
{
    private const string Address = "/postbacks/admitad/sample-admitad-key";
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Line_that_a_spreadsheet_wrote_back_is_not_credited_twice()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var message = clicked.Message(("order_id", "S-1"));
        var id = message["admitad_id"];
        using var first = await _api.PostbackAsync(message);
        Assert.Equal("200", await first.OutcomeAsync());

        var run = await Report.RunAsync(operations, Report.Header
            + $"{id}.0;approved;1299.49;RUB;S-1;;{clicked.ClickId};\n1.23457E11;approved;1299.49;RUB;S-1;;{clicked.ClickId};\n");
        Assert.Equal("lines 2, same 1, unknown 1", run.Counts());
        Assert.Equal(["unreadable-line-id"], (await Report.ConflictsAsync(operations, run)).Select(conflict => conflict.Text("reason")));

        Assert.Equal("unchanged", await ResultAsync(clicked.Message(("admitad_id", id + ".0"), ("order_id", "S-1"))));
        Assert.Equal("quarantined", await ResultAsync(clicked.Message(("admitad_id", "1,23457E+11"), ("order_id", "S-1"))));
        Assert.Equal("applied", await ResultAsync(clicked.Message(("admitad_id", $" {id},0 "), ("payment_status", "declined"), ("order_sum", ""), ("currency", ""))));
        Assert.Equal("reversed", (await clicked.PurchaseAsync($"admitad:ozon:{id}")).Text("status"));
        var purchases = await clicked.Subscriber.Client.GetFromJsonAsync<JsonElement>("/api/v1/me/purchases");
        Assert.Equal(1, purchases.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("28.11.2025 10:00", "2025-11-28T07:00:00+00:00")]
    [InlineData("28.11.2025", "2025-11-27T21:00:00+00:00")]
    [InlineData("5.9.2025 9:05", "2025-09-05T06:05:00+00:00")]
    public async Task Times_of_a_spreadsheet_are_the_networks(string time, string expected)
    {
        using var operations = _api.Operator();
        using var response = await operations.PostAsync("/ops/v1/networks/admitad/check", new StringContent(
            JsonSerializer.Serialize(new
            {
                channel = "report",
                query = $"action_id=1&status=approved&cart=1&currency=RUB&status_updated={Uri.EscapeDataString(time)}&action_date={Uri.EscapeDataString(time)}",
            }), Encoding.UTF8, "application/json"));
        var line = (await response.JsonAsync()).GetProperty("line");
        var at = DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        Assert.Equal((at, at), (line.GetProperty("version").GetDateTimeOffset(), line.GetProperty("orderedAt").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Signed_network_is_read_only_where_it_signs()
    {
        var shop = await Partner.OfAsync(_api, "s10-signed", new { like = "webhooks" });
        var secret = await SignedPostbackTests.MakeSecretAsync(_api, shop.Network);
        var body = $$"""{"lineId":"L-1","status":"confirmed","amount":"1000","clickId":"{{shop.Clicked.ClickId}}","tariff":"usual","updatedAt":"2026-11-04T10:00:00Z"}""";

        Assert.Equal("400 orderId", await SendAsync("orderId=X"));
        Assert.Equal("400 tariff", await SendAsync("tariff=vip"));
        Assert.Equal("400 amount", await SendAsync("amount=9000"));
        Assert.Equal("applied", await SendAsync("utm=1&amount=1000&tariff=usual"));
        Assert.Equal("unchanged", await SendAsync(""));

        async Task<string> SendAsync(string query)
        {
            using var response = await shop.SendAsync(query, Encoding.UTF8.GetBytes(body), "application/json", SignedPostbackTests.Sign(secret, body));
            return (await Partner.ResultAsync(response)).Result;
        }
    }

    private async Task<string> ResultAsync(Dictionary<string, string> message)
    {
        using var json = new StringContent(JsonSerializer.Serialize(message), Encoding.UTF8);
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _api.Client.PostAsync(Address, json);
        return (await Partner.ResultAsync(response)).Result;
    }
}
