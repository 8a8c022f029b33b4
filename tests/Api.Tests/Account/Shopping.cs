using System.Net.Http.Json;
using System.Text.Json;

namespace Cashback.Api.Tests.Account;

/// <summary>Ways of a subscriber to a purchase, as the tests need them.</summary>
internal static class Shopping
{
    /// <summary>5 %, in rubles.</summary>
    public const string Store = "ozon";
    private static int _lines = 100_000;

    public static string NewLine() => $"{Interlocked.Increment(ref _lines)}";

    public static async Task<string> ClickAsync(this SignedIn subscriber, string store = Store)
    {
        using var response = await subscriber.Client.PostAsJsonAsync("/api/v1/me/clicks", new { storeId = store });
        return (await response.EnsureSuccessStatusCode().JsonAsync()).GetProperty("clickId").GetString()!;
    }

    /// <returns>The purchase's id.</returns>
    public static async Task<string> BuyAsync(
        this TestApi api, SignedIn subscriber, string sum = "1000", string status = "approved", string? line = null, string? click = null)
    {
        line ??= NewLine();
        using var response = await api.PostbackAsync(new Dictionary<string, string>
        {
            ["admitad_id"] = line,
            ["payment_status"] = status,
            ["subid"] = click ?? await subscriber.ClickAsync(),
            ["order_sum"] = sum,
            ["currency"] = "RUB",
            ["order_id"] = $"N-{line}",
        });
        var answer = await response.EnsureSuccessStatusCode().JsonAsync();
        Assert.Equal("applied", answer.GetProperty("result").GetString());
        return answer.GetProperty("purchaseId").GetString()!;
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await response.EnsureSuccessStatusCode().JsonAsync();
    }

    public static IReadOnlyList<JsonElement> Items(this JsonElement list) => [.. list.GetProperty("items").EnumerateArray()];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();

    public static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");
}
