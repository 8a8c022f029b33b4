namespace Cashback.Demo;

/// <summary>Device promotions, and tills that report what was sold.</summary>
public sealed partial class Programme
{
    public Task PutDevicePromotionAsync(string id, DateTimeOffset from, DateTimeOffset to, string budget, string tac, string reward) =>
        SendAsync<object>(
        HttpMethod.Put,
        $"/ops/v1/device-promotions/{id}",
        new
        {
            name = id,
            from,
            to,
            budget = new Sum(budget, "RUB"),
            devices = new[] { new { model = "Model X", tacs = new[] { tac }, reward = new Sum(reward, "RUB") } },
        });

    public Task<DevicePromotion> DevicePromotionAsync(string id) => SendAsync<DevicePromotion>(HttpMethod.Get, $"/ops/v1/device-promotions/{id}");

    public Task<DeviceSale> ReportDeviceAsync(string till, string imei, string price, string phone, string receiptId) =>
        SendAsync<DeviceSale>(
        HttpMethod.Post,
        "/pos/v1/device-sales",
        new { imei, price = new Sum(price, "RUB"), phone, receiptId },
        new() { ["X-Api-Key"] = till });
}

public sealed record DevicePromotion(Sum Spent, Sum Left, long Sales);

public sealed record DeviceSale(string Status, Sum Reward, string Phone);
