using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Networks;

namespace Cashback.Api.Tests.Networks;

public sealed class NetworkCheckTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Sample_message_is_read_and_nothing_is_changed()
    {
        var partner = await Partner.OfAsync(_api, "checked", new { like = "gdeslon" });
        var query = $"?merchant_id=81&order_id=17&order_sum=1+299,90&sub_id={partner.Clicked.ClickId}&status=confirmed";

        var check = await CheckAsync("checked", new { query });
        Assert.Equal("order", check.GetProperty("result").GetString());
        var line = check.GetProperty("line");
        Assert.Equal("confirmed", line.GetProperty("status").GetString());
        Assert.Equal("1299.90", line.GetProperty("amount").GetProperty("amount").GetString());
        Assert.StartsWith("syn-", line.GetProperty("lineId").GetString(), StringComparison.Ordinal);
        Assert.Equal(partner.Clicked.Subscriber.Tokens.SubscriberId, check.GetProperty("click").GetProperty("subscriberId").GetString());
        Assert.Equal(JsonValueKind.Null, check.GetProperty("signature").ValueKind);

        var purchases = await partner.Clicked.Subscriber.Client.GetFromJsonAsync<JsonElement>("/api/v1/me/purchases");
        Assert.Equal(0, purchases.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Check_says_what_would_be_refused_and_why()
    {
        await Partner.OfAsync(_api, "checked2", new { like = "webhooks", allowedAddresses = new[] { "203.0.113.0/24" } });
        var foreign = await CheckAsync("checked2", new
        {
            body = """{"lineId":"1","status":"confirmed","amount":"5","clickId":"none","updatedAt":"2026-11-05T10:00:00Z"}""",
            contentType = "application/json",
            headers = new Dictionary<string, string> { ["Webhook-Id"] = "1", ["Webhook-Timestamp"] = "1", ["Webhook-Signature"] = "v1,AAAA" },
            address = "198.51.100.1",
        });
        Assert.Equal(("unattributable", "unknown-click"), (foreign.GetProperty("result").GetString(), foreign.GetProperty("reason").GetString()));
        Assert.Equal("1", foreign.GetProperty("line").GetProperty("lineId").GetString());
        Assert.Equal("stale", foreign.GetProperty("signature").GetString());
        Assert.False(foreign.GetProperty("addressAllowed").GetBoolean());

        var malformed = await CheckAsync("checked2", new { body = """{"lineId":"1","status":"confirmed","amount":"much"}""" });
        Assert.Equal(("malformed", "updatedAt"), (malformed.GetProperty("result").GetString(), malformed.GetProperty("parameter").GetString()));
        Assert.Equal("missing", malformed.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task Check_names_what_it_can_not_use()
    {
        using var operations = _api.Operator();
        Assert.Equal("404 not-found", await operations.PostAsJsonAsync("/ops/v1/networks/nobody/check", new { query = "a=1" }).OutcomeAsync());
        using var channel = await operations.PostAsJsonAsync("/ops/v1/networks/admitad/check", new { channel = "pigeon" });
        Assert.Equal(["channel"], await channel.FieldsAsync());
        using var address = await operations.PostAsJsonAsync("/ops/v1/networks/admitad/check", new { address = "home" });
        Assert.Equal(["address"], await address.FieldsAsync());
        Assert.Equal("415 unsupported-media-type", await operations.PostAsJsonAsync(
            "/ops/v1/networks/admitad/check", new { body = "<a/>", contentType = "text/xml" }).OutcomeAsync());
    }

    [Fact]
    public async Task Faulty_description_is_refused_with_all_its_entries()
    {
        using var operations = _api.Operator();
        using var response = await operations.PutAsJsonAsync("/ops/v1/networks/faulty", new
        {
            like = "webhooks",
            statuses = new { pigeon = new Dictionary<string, string> { ["ok"] = "confirmed" } },
            signature = new { header = "X Y", toleranceSeconds = 0 },
            allowedAddresses = new[] { "203.0.113.0/24", "home" },
        });
        Assert.Equal("422 invalid-network", await response.OutcomeAsync());
        Assert.Equal(
            ["allowedAddresses[1]", "signature.header", "signature.toleranceSeconds", "statuses.pigeon", "statuses.report"],
            (await response.FieldsAsync()).Order(StringComparer.Ordinal));

        using var unknown = await operations.PutAsJsonAsync("/ops/v1/networks/faulty", new
        {
            like = "webhooks",
            statuses = new { push = new Dictionary<string, string> { ["ok"] = "paid" } },
        });
        Assert.Equal(["statuses.push.ok"], await unknown.FieldsAsync());
        using var like = await operations.PutAsJsonAsync("/ops/v1/networks/faulty", new { like = "nobody" });
        Assert.Equal(["like"], await like.FieldsAsync());
        Assert.Equal("404 not-found", await operations.GetAsync("/ops/v1/networks/faulty").OutcomeAsync());
    }

    public static TheoryData<string> BuiltIn() => [.. BuiltInNetworks.All.Select(network => network.Id)];

    [Theory, MemberData(nameof(BuiltIn))]
    public async Task Description_that_comes_along_can_be_put_as_it_stands_in_its_file(string network)
    {
        await using var stream = typeof(BuiltInNetworks).Assembly.GetManifestResourceStream($"BuiltInNetworks/{network}.json")!;
        var file = JsonNode.Parse(
            stream, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        file.Remove("id");

        using var operations = _api.Operator();
        using var own = await operations.PutAsJsonAsync($"/ops/v1/networks/{network}-y", file);
        using var like = await operations.PutAsJsonAsync($"/ops/v1/networks/{network}-z", new { like = network });
        Assert.Equal("200", await own.OutcomeAsync());
        Assert.Equal(
            (await like.JsonAsync()).GetProperty("description").ToString(), (await own.JsonAsync()).GetProperty("description").ToString());
    }

    private async Task<JsonElement> CheckAsync(string network, object sample)
    {
        using var operations = _api.Operator();
        using var response = await operations.PostAsJsonAsync($"/ops/v1/networks/{network}/check", sample);
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }
}
