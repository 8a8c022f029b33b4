using System.Net.Http.Json;
using System.Text.Json;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Operations;

public sealed class QuarantineOperationsTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Message_is_applied_by_a_replay_once_its_cause_is_mended()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = await QuarantineAsync(clicked.Message(("currency", "CHF"), ("order_sum", "10")));

        Assert.Equal("quarantined", await ReplayAsync(operations, id));
        var today = DateTimeOffset.UtcNow.AddDays(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        using var put = await operations.PutAsJsonAsync($"/ops/v1/exchange-rates/{today}", new Dictionary<string, string> { ["CHF"] = "100" });
        Assert.Equal("200", await put.OutcomeAsync());

        Assert.Equal("applied", await ReplayAsync(operations, id));
        Assert.Equal("unchanged", await ReplayAsync(operations, id));
        var entry = await operations.GetFromJsonAsync<JsonElement>("/ops/v1/quarantine/" + id);
        Assert.Equal("replayed", entry.GetProperty("state").GetString());
        var purchase = await clicked.PurchaseAsync(entry.GetProperty("lastReplay").GetProperty("purchaseId").GetString()!);
        Assert.Equal(50, purchase.GetProperty("cashback").GetInt64());
    }

    [Fact]
    public async Task List_shows_open_messages_by_reason()
    {
        using var operations = _api.Operator();
        var clicked = await Clicked.ByAsync(_api);
        var id = await QuarantineAsync(clicked.Message(("payment_status", "listed")));

        Assert.Contains(id, await IdsAsync(operations, "reason=unknown-status"));
        Assert.DoesNotContain(id, await IdsAsync(operations, "reason=unknown-click"));
        Assert.DoesNotContain(id, await IdsAsync(operations, "network=affise"));

        Assert.Equal("200", await operations.DeleteAsync("/ops/v1/quarantine/" + id).OutcomeAsync());
        Assert.DoesNotContain(id, await IdsAsync(operations, "reason=unknown-status"));
        Assert.Contains(id, await IdsAsync(operations, "state=dropped"));
        Assert.Equal("409 quarantine-dropped", await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null).OutcomeAsync());
    }

    [Fact]
    public async Task Order_at_a_store_of_another_network_is_not_attributed()
    {
        using var operations = _api.Operator();
        await Sample.PutStoreAsync(operations, "foreignshop", network: "elsewhere");
        var clicked = await Clicked.ByAsync(_api, "foreignshop");
        using var response = await _api.PostbackAsync(clicked.Message());
        Assert.Equal("wrong-network", (await response.JsonAsync()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("00000000000000000000000000000000")]
    public async Task Unknown_message_is_not_found(string id)
    {
        using var operations = _api.Operator();
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/quarantine/" + id).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null).OutcomeAsync());
        Assert.Equal("404 not-found", await operations.DeleteAsync("/ops/v1/quarantine/" + id).OutcomeAsync());
    }

    private async Task<string> QuarantineAsync(Dictionary<string, string> message)
    {
        using var response = await _api.PostbackAsync(message);
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("quarantineId").GetString()!;
    }

    private static async Task<string?> ReplayAsync(HttpClient operations, string id)
    {
        using var response = await operations.PostAsync($"/ops/v1/quarantine/{id}/replay", null);
        Assert.Equal("200", await response.OutcomeAsync());
        return (await response.JsonAsync()).GetProperty("lastReplay").GetProperty("result").GetString();
    }

    private static async Task<List<string>> IdsAsync(HttpClient operations, string filter)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await operations.GetFromJsonAsync<JsonElement>(
                $"/ops/v1/quarantine?limit=3&{filter}" + (cursor is null ? "" : "&cursor=" + cursor));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return ids;
    }
}
