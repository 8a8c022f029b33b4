using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Api.Tests.Operations;

public sealed class ExchangeRateTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Rates_of_a_day_are_replaced_and_shown()
    {
        using var operations = _api.Operator();
        var day = Day(-40);
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/exchange-rates/" + day).OutcomeAsync());

        Assert.Equal("200", await PutAsync(operations, day, """{"USD":"96.53","EUR":104.1}"""));
        Assert.Equal("200", await PutAsync(operations, day, """{"USD":"96.54"}"""));
        var shown = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/exchange-rates/" + day);
        Assert.Equal("""{"USD":"96.54"}""", shown.GetProperty("rates").GetRawText());
        var list = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/exchange-rates?limit=100");
        Assert.Contains(list.GetProperty("items").EnumerateArray(), item => item.GetProperty("day").GetString() == day);
    }

    [Theory]
    [InlineData(0, """{"USD":"a lot"}""", "400 invalid-request")]
    [InlineData(0, """{"USD":"-1"}""", "400 invalid-request")]
    [InlineData(0, """{"USD":{}}""", "400 invalid-request")]
    [InlineData(0, """{"USD":"\ud800"}""", "400 invalid-request")]
    [InlineData(0, """[1]""", "400 invalid-request")]
    [InlineData(0, """{"usd":"90"}""", "422 invalid-exchange-rates")]
    [InlineData(0, """{"RUB":"1"}""", "422 invalid-exchange-rates")]
    [InlineData(0, """{"USD":"0"}""", "422 invalid-exchange-rates")]
    [InlineData(30, """{"USD":"90"}""", "422 invalid-exchange-rates")]
    public async Task Bad_rates_are_refused(int days, string rates, string outcome)
    {
        using var operations = _api.Operator();
        Assert.Equal(outcome, await PutAsync(operations, Day(days), rates));
    }

    [Fact]
    public async Task What_is_no_day_is_refused()
    {
        using var operations = _api.Operator();
        Assert.Equal("400 invalid-request", await PutAsync(operations, "2026-02-30", """{"USD":"90"}"""));
        Assert.Equal("400 invalid-request", await operations.GetAsync("/ops/v1/exchange-rates/today").OutcomeAsync());
    }

    private static string Day(int days) =>
        DateTimeOffset.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<string> PutAsync(HttpClient operations, string day, string rates)
    {
        using var content = new StringContent(rates, System.Text.Encoding.UTF8, "application/json");
        return await operations.PutAsync("/ops/v1/exchange-rates/" + day, content).OutcomeAsync();
    }
}
