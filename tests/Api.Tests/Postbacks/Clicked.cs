using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Api.Tests.Postbacks;

/// <summary>A subscriber who went to a store, and the network's message about an order made there.</summary>
internal sealed record Clicked(SignedIn Subscriber, string ClickId)
{
    private static int _lines = 5_000_000;

    public static async Task<Clicked> ByAsync(TestApi api, string store = "ozon", SignedIn? subscriber = null)
    {
        subscriber ??= await api.SignInAsync();
        using var response = await subscriber.Client.PostAsJsonAsync("/api/v1/me/clicks", new { storeId = store });
        var click = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return new Clicked(subscriber, click.GetProperty("clickId").GetString()!);
    }

    /// <summary>A message about a line that no other test has.</summary>
    public Dictionary<string, string> Message(params (string Name, string Value)[] changes)
    {
        var line = Interlocked.Increment(ref _lines).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var message = new Dictionary<string, string>
        {
            ["admitad_id"] = line,
            ["payment_status"] = "approved",
            ["order_sum"] = "1299.49",
            ["currency"] = "RUB",
            ["order_id"] = "№ " + line,
            ["subid"] = ClickId,
            ["offer_name"] = "Озон",
        };
        foreach (var (name, value) in changes)
        {
            message[name] = value;
        }

        return message;
    }

    public async Task<JsonElement> PurchaseAsync(string id) =>
        await Subscriber.Client.GetFromJsonAsync<JsonElement>("/api/v1/me/purchases/" + id);
}
