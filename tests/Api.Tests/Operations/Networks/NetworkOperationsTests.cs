using System.Net.Http.Json;
using Cashback.Api.Tests.Postbacks;
using Cashback.Support;

namespace Cashback.Api.Tests.Operations;

public sealed class NetworkOperationsTests(SharedApi shared)
{
    private static readonly object Partner = new
    {
        lineId = new { names = new[] { "id" }, required = true },
        status = new { names = new[] { "state" }, required = true },
        statuses = new { push = new Dictionary<string, string> { ["ok"] = "confirmed", ["wait"] = "created" } },
        click = new { names = new[] { "ref" } },
        amount = new { names = new[] { "sum" }, required = true },
        currency = new { names = new[] { "cur" }, @default = "RUB" },
    };

    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Network_that_is_only_described_takes_postbacks_with_its_key()
    {
        using var operations = _api.Operator();
        using var put = await operations.PutAsJsonAsync("/ops/v1/networks/partner", Partner);
        Assert.Equal("200", await put.OutcomeAsync());
        var key = await MakeKeyAsync(operations, "partner");
        await Sample.PutStoreAsync(operations, "partnershop", "10", "partner");
        var clicked = await Clicked.ByAsync(_api, "partnershop");

        using var response = await _api.PostbackAsync(
            new Dictionary<string, string> { ["id"] = "p-1", ["state"] = "ok", ["ref"] = clicked.ClickId, ["sum"] = "500" }, "partner", key.Key);
        Assert.Equal("200", await response.OutcomeAsync());
        Assert.Equal("partner:partnershop:p-1", (await response.JsonAsync()).GetProperty("purchaseId").GetString());
    }

    [Fact]
    public async Task Revoked_key_stops_working_and_a_rotated_one_works_on()
    {
        using var operations = _api.Operator();
        using var put = await operations.PutAsJsonAsync("/ops/v1/networks/rotating", Partner);
        var first = await MakeKeyAsync(operations, "rotating");
        using var rotated = await operations.PostAsJsonAsync($"/ops/v1/networks/rotating/keys/{first.KeyId}/rotate", new { });
        var second = (await rotated.Content.ReadFromJsonAsync<Made>())!;
        Assert.NotEqual(first.Key, second.Key);

        await Eventually.TrueAsync(async () => await OutcomeAsync(second.Key) == "400 invalid-request", "the new key works");
        Assert.Equal("400 invalid-request", await OutcomeAsync(first.Key));

        Assert.Equal("204", await operations.DeleteAsync($"/ops/v1/networks/rotating/keys/{first.KeyId}").OutcomeAsync());
        Assert.Equal("204", await operations.DeleteAsync($"/ops/v1/networks/rotating/keys/{first.KeyId}").OutcomeAsync());
        await Eventually.TrueAsync(async () => await OutcomeAsync(first.Key) == "401 unauthorized", "the revoked key has stopped working");
        Assert.Equal("400 invalid-request", await OutcomeAsync(second.Key));

        Task<string> OutcomeAsync(string key) => _api.PostbackAsync([], "rotating", key).OutcomeAsync();
    }

    [Fact]
    public async Task Secret_is_shown_once_and_never_again()
    {
        using var operations = _api.Operator();
        using var put = await operations.PutAsJsonAsync("/ops/v1/networks/secretive", Partner);
        var key = await MakeKeyAsync(operations, "secretive");

        var shown = await operations.GetStringAsync("/ops/v1/networks/secretive");
        Assert.Contains(key.KeyId, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Key, shown, StringComparison.Ordinal);
        Assert.Contains("\"admitad\"", await operations.GetStringAsync("/ops/v1/networks?limit=100"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_networks_and_keys_are_not_found()
    {
        using var operations = _api.Operator();
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/networks/nobody").OutcomeAsync());
        Assert.Equal("404 not-found", await operations.PostAsync("/ops/v1/networks/nobody/keys", null).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.DeleteAsync("/ops/v1/networks/admitad/keys/nothing").OutcomeAsync());
        Assert.Equal("422 invalid-network", await operations.PutAsJsonAsync("/ops/v1/networks/undescribed", new { }).OutcomeAsync());
    }

    private static async Task<Made> MakeKeyAsync(HttpClient operations, string network)
    {
        using var response = await operations.PostAsync($"/ops/v1/networks/{network}/keys", null);
        Assert.Equal("201", await response.OutcomeAsync());
        return (await response.Content.ReadFromJsonAsync<Made>())!;
    }

    private sealed record Made(string KeyId, string Key);
}
