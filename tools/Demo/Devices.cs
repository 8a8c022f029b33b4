namespace Cashback.Demo;

/// <summary>The device promotion: a phone is sold, and money is in the buyer's wallet at once.</summary>
public sealed class Devices(Programme programme, Teller teller)
{
    private const string Imei = "490154203237518";

    public async Task TellAsync()
    {
        var now = await programme.NowAsync();
        await programme.PutDevicePromotionAsync("autumn", now, now.AddDays(10), "20000", "49015420", "15000");
        await FactAsync(true, "A promotion in the operator's shops: 15 000 RUB for each Model X, as long as 20 000 last.");

        var till = await programme.NewTillAsync("tverskaya", "Тверская, 7");
        var sale = await programme.ReportDeviceAsync(till, Imei, "89990", "+79031112233", "R-77");
        await FactAsync(sale is { Status: "paid", Reward.Amount: "15000.00" }, $"The till reports a sale: {sale.Reward} are in the wallet of {sale.Phone}.");
        var again = await programme.ReportDeviceAsync(till, Imei, "89990", "+79031112233", "R-77");
        await FactAsync(again == sale, "The till asks again, since the line broke: the same answer.");
        var promotion = await programme.DevicePromotionAsync("autumn");
        await FactAsync(
            promotion is { Spent.Amount: "15000.00", Left.Amount: "5000.00", Sales: 1 }, $"Operations see the budget: {promotion.Spent} spent, {promotion.Left} left.");
    }

    private async Task FactAsync(bool right, string what)
    {
        await teller.SayAsync(what);
        await teller.CheckAsync(right, what);
    }
}
