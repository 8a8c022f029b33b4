using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

public sealed class DevicePromotionTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    public static object Body(DateTimeOffset from, string budget = "100000", string reward = "3000.50", string tac = "86543210") => new
    {
        name = "Осень",
        from,
        to = from.AddDays(30),
        budget = new { amount = budget, currency = "RUB" },
        devices = new object[] { new { model = "Model X", tacs = new[] { tac }, reward = new { amount = reward, currency = "RUB" } } },
    };

    [Fact]
    public async Task Promotion_that_was_put_is_listed_with_its_budget()
    {
        using var operations = _api.Operator();
        using var put = await operations.PutAsJsonAsync("/ops/v1/device-promotions/listed", Body(await _api.NowAsync()));
        Assert.Equal("200", await put.OutcomeAsync());

        var promotion = await operations.ReadAsync("/ops/v1/device-promotions/listed");
        Assert.Equal(
            ("100000.00", "0.00", "0.00", "100000.00"),
            (promotion.Sum("budget"), promotion.Sum("spent"), promotion.Sum("reserved"), promotion.Sum("left")));
        Assert.Equal("3000.50", Assert.Single(promotion.GetProperty("devices").EnumerateArray()).Sum("reward"));
        Assert.Contains((await operations.ReadAsync("/ops/v1/device-promotions?limit=100")).Items(), item => item.Text("id") == "listed");
        Assert.Equal("404 not-found", await operations.GetAsync(new Uri("/ops/v1/device-promotions/none", UriKind.Relative)).OutcomeAsync());
    }

    [Theory]
    [InlineData("name", "\"\"", 422)]
    [InlineData("to", "\"2020-01-01T00:00:00Z\"", 422)]
    [InlineData("to", "\"soon\"", 400)]
    [InlineData("budget", "{\"amount\":\"0\",\"currency\":\"RUB\"}", 422)]
    [InlineData("budget", "{\"amount\":\"1\",\"currency\":\"USD\"}", 400)]
    [InlineData("devices", "[]", 422)]
    [InlineData("devices[0]", "[null]", 400)]
    [InlineData("devices[0].reward", "[{\"model\":\"X\",\"sku\":\"x\",\"reward\":{\"amount\":\"15000.01\",\"currency\":\"RUB\"}}]", 422)]
    [InlineData("devices[0].reward", "[{\"model\":\"X\",\"sku\":\"x\",\"reward\":{\"amount\":\"1\",\"currency\":\"USD\"}}]", 400)]
    [InlineData("devices[0].tacs", "[{\"model\":\"X\",\"reward\":{\"amount\":\"1\",\"currency\":\"RUB\"}}]", 422)]
    [InlineData("devices[0].tacs", "[{\"model\":\"X\",\"tacs\":[null],\"reward\":{\"amount\":\"1\",\"currency\":\"RUB\"}}]", 422)]
    public async Task Bad_field_is_named(string field, string json, int status)
    {
        var body = JsonSerializer.SerializeToNode(Body(DateTimeOffset.UnixEpoch.AddYears(57)))!.AsObject();
        body[field.Split('[')[0]] = JsonNode.Parse(json);
        using var operations = _api.Operator();

        using var response = await operations.PutAsJsonAsync("/ops/v1/device-promotions/bad", body);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("A")]
    [InlineData("a_b")]
    [InlineData("12345678901234567890123456789012345678901")]
    public async Task Id_that_is_none_is_refused(string id)
    {
        using var operations = _api.Operator();
        using var response = await operations.PutAsJsonAsync($"/ops/v1/device-promotions/{id}", Body(await _api.NowAsync()));
        Assert.Equal(["promotionId"], await response.FieldsAsync());
    }

    [Fact]
    public async Task Sale_that_nobody_reported_is_not_found_and_an_imei_that_is_none_is_refused()
    {
        using var operations = _api.Operator();
        Assert.Equal("404 not-found", await operations.GetAsync(new Uri("/ops/v1/device-sales/490154203237518", UriKind.Relative)).OutcomeAsync());
        Assert.Equal("400 invalid-request", await operations.GetAsync(new Uri("/ops/v1/device-sales/490154203237519", UriKind.Relative)).OutcomeAsync());
    }
}
