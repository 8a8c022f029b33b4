using Cashback.Support;

namespace Cashback.Cluster.Tests.Races;

/// <summary>Sales of devices whose reward goes to a wallet, reported to both silos.</summary>
[Collection(nameof(TwoSilos))]
public sealed class DeviceRaceTests(TwoSilos silos)
{
    [Fact]
    public async Task Device_reported_to_both_silos_is_paid_once()
    {
        var tills = await PutAsync("race", "44444444", 100_000);
        var imei = Till.NewImei("44444444");

        var answers = await silos.AtOnceAsync(12, (api, n) => api.ReportSaleAsync(imei, tills[n % 2]));

        // The shop that was first gets the same answer each time.
        Assert.Equal(6, answers.Count(answer => answer.Ok));
        Assert.Equal(6, answers.Count(answer => answer.Outcome is "409 device-already-rewarded" or "409 device-sale-in-progress"));
        Assert.Equal([Till.Reward], silos.Cluster.Wallet.PaidFor(imei));
    }

    [Fact]
    public async Task Sales_at_both_silos_never_exceed_the_budget()
    {
        var tills = await PutAsync("budget", "44444445", (5 * Till.Reward) + Till.Reward - 1);
        var imeis = Enumerable.Range(0, 24).Select(_ => Till.NewImei("44444445")).ToList();

        var answers = await silos.AtOnceAsync(imeis.Count, (api, n) => api.ReportSaleAsync(imeis[n], tills[n % 2]));

        Assert.Equal(5, answers.Count(answer => answer.Ok));
        Assert.Equal(19, answers.Count(answer => answer.Outcome == "409 budget-exhausted"));
        await Eventually.TrueAsync(() => Task.FromResult(silos.Cluster.Wallet.PaidFor(imeis).Count == 5), "all are paid");
        Assert.Equal(5 * Till.Reward, silos.Cluster.Wallet.PaidFor(imeis).Sum());
    }

    /// <returns>Tills of two shops.</returns>
    private async Task<(string Name, string Value)[]> PutAsync(string promotion, string tac, decimal budget)
    {
        await silos.Api.PutDevicePromotionAsync(promotion, tac, budget);
        return await Task.WhenAll(Enumerable.Range(0, 2).Select(n => silos.Api.NewTillAsync($"{promotion}-{n}")));
    }
}
