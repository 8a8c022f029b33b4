using System.Net.Http.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

public sealed class BoostTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Operations_boost_a_store_and_end_it_and_the_catalogue_shows_it_meanwhile()
    {
        using var operations = _api.Operator();
        await Sample.PutStoreAsync(operations, "boostshop", "5");

        using var put = await operations.PutAsJsonAsync("/ops/v1/stores/boostshop/boosts/default", new { percent = "10", name = "Двойной", validTo = "2900-01-01T00:00:00Z" });
        Assert.Equal("200", await put.OutcomeAsync());
        Assert.Equal("running", (await put.JsonAsync()).Text("state"));
        Assert.Contains((await operations.ReadAsync("/ops/v1/boosts?limit=100")).Items(), boost => boost.Text("storeId") == "boostshop");
        Assert.True((await _api.Client.ReadAsync("/api/v1/stores/boostshop")).GetProperty("boosted").GetBoolean());
        var promotion = (await _api.Client.ReadAsync("/api/v1/promotions?limit=100")).Items().Single(item => item.Text("storeId") == "boostshop");
        Assert.Equal(("10", "5", "Двойной"), (promotion.GetProperty("rate").Text("percent"), promotion.GetProperty("usualRate").Text("percent"), promotion.Text("title")));

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("204", await operations.DeleteAsync("/ops/v1/stores/boostshop/boosts/default").OutcomeAsync());
        }

        Assert.False((await _api.Client.ReadAsync("/api/v1/stores/boostshop")).GetProperty("boosted").GetBoolean());
        Assert.DoesNotContain((await operations.ReadAsync("/ops/v1/boosts?limit=100")).Items(), boost => boost.Text("storeId") == "boostshop");
    }

    [Theory]
    [InlineData("""{"percent":"0.1","validTo":"2900-01-01T00:00:00Z"}""", "percent")]
    [InlineData("""{"fixed":300,"validTo":"2900-01-01T00:00:00Z"}""", "fixed")]
    [InlineData("""{"validTo":"2900-01-01T00:00:00Z"}""", "percent")]
    [InlineData("""{"percent":"10","fixed":300,"validTo":"2900-01-01T00:00:00Z"}""", "percent")]
    [InlineData("""{"percent":"101","validTo":"2900-01-01T00:00:00Z"}""", "percent")]
    [InlineData("""{"percent":"10","validTo":"2020-01-01T00:00:00Z"}""", "validTo")]
    [InlineData("""{"percent":"10","validTo":"2900-01-01T00:00:00Z","validFrom":"2900-01-02T00:00:00Z"}""", "validTo")]
    [InlineData("""{"percent":"10","validTo":"2900-01-01T00:00:00Z","name":"LONG"}""", "name")]
    public async Task Field_that_makes_it_no_boost_is_named_as_the_request_has_it(string body, string field)
    {
        using var operations = _api.Operator();
        using var response = await operations.PutAsync(
            "/ops/v1/stores/ozon/boosts/default", Shopping.Json(body.Replace("LONG", new string('x', 101), StringComparison.Ordinal)));
        Assert.StartsWith("422 ", await response.OutcomeAsync(), StringComparison.Ordinal);
        Assert.Equal([field], await response.FieldsAsync());
    }

    [Theory]
    [InlineData("ozon", "default", """{"percent":"0.1","validTo":"2900-01-01T00:00:00Z"}""", "422 not-a-boost")]
    [InlineData("ozon", "default", """{"percent":"90","validTo":"2020-01-01T00:00:00Z"}""", "422 not-a-boost")]
    [InlineData("ozon", "nothing", """{"percent":"90","validTo":"2900-01-01T00:00:00Z"}""", "404 unknown-tariff")]
    [InlineData("nowhere", "default", """{"percent":"90","validTo":"2900-01-01T00:00:00Z"}""", "404 unknown-store")]
    [InlineData("NO-STORE", "default", """{"percent":"90","validTo":"2900-01-01T00:00:00Z"}""", "404 unknown-store")]
    [InlineData("ozon", "default", """{"percent":"90"}""", "400 invalid-request")]
    public async Task A_boost_that_can_not_be_is_refused(string store, string code, string body, string outcome)
    {
        using var operations = _api.Operator();
        Assert.Equal(outcome, await operations.PutAsync($"/ops/v1/stores/{store}/boosts/{code}", Shopping.Json(body)).OutcomeAsync());
    }
}
