namespace Cashback.Cluster.Tests.Services;

/// <summary>The operator's shops: their tills, and the devices that they sell.</summary>
internal static class Till
{
    public const long Reward = 3_000;
    private static int _devices;

    /// <returns>What a till of a new shop identifies itself by.</returns>
    public static async Task<(string Name, string Value)> NewTillAsync(this ApiClient api, string shop)
    {
        await api.SendJsonAsync(HttpMethod.Put, $"/ops/v1/shops/{shop}", new { name = "Арбат" }, ApiClient.Operator);
        return ("X-Api-Key", (await api.SendJsonAsync(HttpMethod.Post, $"/ops/v1/shops/{shop}/keys", null, ApiClient.Operator)).GetProperty("key").GetString()!);
    }

    /// <summary>A promotion of the devices with this type code.</summary>
    public static Task PutDevicePromotionAsync(this ApiClient api, string id, string tac, decimal budget)
    {
        var now = TimeProvider.System.GetUtcNow();
        var devices = new object[] { new { model = "Model X", tacs = new[] { tac }, reward = Rubles($"{Reward}") } };
        return api.SendJsonAsync(
            HttpMethod.Put,
            $"/ops/v1/device-promotions/{id}",
            new
            {
                name = "Autumn",
                from = now,
                to = now.AddDays(30),
                budget = Rubles($"{budget}"),
                devices,
                limits = new { perWalletPerMonth = 1_000, perShopPerHour = 1_000 },
            },
            ApiClient.Operator);
    }

    public static Task<Answer> ReportSaleAsync(this ApiClient api, string imei, (string Name, string Value) till) => api.AskAsync(
        HttpMethod.Post, "/pos/v1/device-sales", new { imei, price = Rubles("49990"), phone = "+79031234567", receiptId = "r-1" }, till);

    public static string NewImei(string tac)
    {
        var body = $"{tac}{Interlocked.Increment(ref _devices):D6}";
        return Enumerable.Range(0, 10).Select(check => $"{body}{check}").First(text => Devices.Imei.TryParse(text, out _, out _));
    }

    public static object Rubles(string amount) => new { amount, currency = "RUB" };
}
