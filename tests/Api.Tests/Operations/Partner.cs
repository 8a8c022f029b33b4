using System.Net.Http.Json;

namespace Cashback.Api.Tests.Operations;

/// <summary>Another network, that speaks as Admitad does, with a store of its own.</summary>
internal sealed record Partner(TestApi Api, string Network, string Key)
{
    public static async Task<Partner> MakeAsync(TestApi api, string network)
    {
        using var operations = api.Operator();
        var description = new
        {
            lineId = new { names = new[] { "admitad_id" }, required = true },
            status = new { names = new[] { "payment_status" }, required = true },
            statuses = new { push = new Dictionary<string, string> { ["approved"] = "confirmed" } },
            click = new { names = new[] { "subid" } },
            amount = new { names = new[] { "order_sum" }, required = true },
            currency = new { names = new[] { "currency" }, required = true },
        };
        Assert.Equal("200", await operations.PutAsJsonAsync($"/ops/v1/networks/{network}", description).OutcomeAsync());
        using var made = await operations.PostAsync($"/ops/v1/networks/{network}/keys", null);
        await Sample.PutStoreAsync(operations, network, network: network);
        return new Partner(api, network, (await made.JsonAsync()).GetProperty("key").GetString()!);
    }

    public Task<HttpResponseMessage> SendAsync(Dictionary<string, string> message) => Api.PostbackAsync(message, Network, Key);
}
