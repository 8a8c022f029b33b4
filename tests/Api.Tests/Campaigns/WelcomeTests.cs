using System.Net.Http.Json;
using Cashback.Api.Tests.Account;
using Cashback.Support;

namespace Cashback.Api.Tests.Campaigns;

/// <summary>An API of its own: the campaign is for whoever buys.</summary>
public sealed class WelcomeTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Spend_20_get_1350_once_and_operations_see_what_is_promised()
    {
        using var operations = _api.Operator();
        Assert.Equal("200", await PutAsync(operations, "hello", 1_350, 2_700));
        var subscriber = await _api.SignInAsync();

        await _api.BuyAsync(subscriber, "19.99");
        await _api.BuyAsync(subscriber, "100");
        await _api.BuyAsync(subscriber, "100");
        await Eventually.TrueAsync(
            async () => (await subscriber.Client.ReadAsync("/api/v1/me")).GetProperty("balance").Number("accruedThisMonth") == 1_361, "1 + 5 + 5 + 1 350");

        var line = Assert.Single((await subscriber.Client.ReadAsync("/api/v1/me/history?type=reward")).Items());
        Assert.Equal((1_350, "Привет"), (line.Number("bonuses"), line.Text("reason")));
        Assert.Equal("welcome:hello", line.Text("rewardId"));
        var campaign = (await operations.ReadAsync("/ops/v1/campaigns/hello")).GetProperty("welcome");
        Assert.Equal((1_350, 2_700), (campaign.Number("reserved"), campaign.Number("budget")));
        Assert.Equal("20.00", campaign.GetProperty("minAmount").Text("amount"));
    }

    [Theory]
    [InlineData("""{"name":"x","welcome":{"minAmount":{"amount":"20","currency":"USD"},"reward":1,"budget":1}}""", "400 invalid-request")]
    [InlineData("""{"name":"x","welcome":{"minAmount":{"amount":"20","currency":"RUB"},"reward":0,"budget":1}}""", "422 invalid-campaign")]
    [InlineData("""{"name":"x","welcome":{"minAmount":{"amount":"20","currency":"RUB"},"reward":"many","budget":1}}""", "400 invalid-request")]
    [InlineData("""{"name":"x"}""", "422 invalid-campaign")]
    [InlineData("""{"welcome":null}""", "400 invalid-request")]
    public async Task Campaign_that_can_not_be_is_refused(string body, string outcome)
    {
        using var operations = _api.Operator();
        Assert.Equal(outcome, await operations.PutAsync("/ops/v1/campaigns/hello", Shopping.Json(body)).OutcomeAsync());
    }

    private static Task<string> PutAsync(HttpClient operations, string id, long reward, long budget) => operations.PutAsJsonAsync(
        $"/ops/v1/campaigns/{id}",
        new { name = "Привет", welcome = new { minAmount = new { amount = "20", currency = "RUB" }, reward, budget } }).OutcomeAsync();
}
