using System.Collections.Concurrent;
using System.Globalization;

namespace Cashback.Cluster.Tests.Races;

/// <summary>A store's rate is changed while clicks are made at both silos.</summary>
[Collection(nameof(TwoSilos))]
public sealed class RateRaceTests(TwoSilos silos)
{
    private const int Clicks = 160;
    private const int Stores = 4;
    private const int Shoppers = 8;
    private static int _lines = 30_000;

    [Fact]
    public async Task Every_purchase_is_paid_at_the_rate_that_its_click_was_answered_with()
    {
        await Task.WhenAll(Enumerable.Range(0, Stores).Select(store => PutAsync(silos.Api, store, 5)));
        var shoppers = await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(_ => silos.Api.RegisterAsync()));
        using var clicked = new CancellationTokenSource();
        var changing = Enumerable.Range(0, Stores).Select(store => ChangeAsync(store, clicked.Token)).ToList();

        // Visits of one person to one store within a minute are one: it stays at the rate that it was answered with.
        var shown = new ConcurrentDictionary<string, (int Shopper, int Store, string Rate)>();
        for (var n = 0; n < Clicks; n += Shoppers)
        {
            var round = n / Shoppers;
            await silos.AtOnceAsync(Shoppers, async (api, shopper) =>
            {
                var store = (round + shopper) % Stores;
                var answer = await api.AskAsync(HttpMethod.Post, "/api/v1/me/clicks", new { storeId = IdOf(store) }, shoppers[shopper].Header);
                var rate = answer.Json.GetProperty("rate").GetProperty("percent").GetString()!;
                var first = shown.GetOrAdd(answer.Json.GetProperty("clickId").GetString()!, (shopper, store, rate));
                Assert.Equal(first.Rate, rate);
                return answer;
            });
        }

        await clicked.CancelAsync();
        var changes = await Task.WhenAll(changing);
        Assert.True(changes.Sum() > Stores && shown.Values.Select(one => one.Rate).Distinct().Count() > 1, "All clicks were shown one rate: the test proves nothing.");
        foreach (var (clickId, (shopper, store, rate)) in shown)
        {
            var line = $"{Interlocked.Increment(ref _lines)}";
            await silos.Api.SendJsonAsync(HttpMethod.Get, ApiClient.Postback(line, "approved", clickId, 100), null);
            var purchase = await silos.Api.ReadAsync($"/api/v1/me/purchases/admitad:{IdOf(store)}:{line}", shoppers[shopper].Header);
            Assert.Equal(long.Parse(rate, CultureInfo.InvariantCulture), purchase.GetProperty("cashback").GetInt64());
        }
    }

    private static string IdOf(int store) => $"ratestore{store}";

    private async Task<int> ChangeAsync(int store, CancellationToken until)
    {
        var changes = 0;
        for (; !until.IsCancellationRequested; changes++)
        {
            await PutAsync(silos.Api, store, 3 + (changes + store) % 7);
        }

        return changes;
    }

    private static async Task<Answer> PutAsync(ApiClient api, int store, int percent)
    {
        var answer = await api.AskAsync(
            HttpMethod.Put,
            $"/ops/v1/stores/{IdOf(store)}",
            new
            {
                name = "Store",
                categories = (string[])["online"],
                network = "admitad",
                linkTemplate = "https://example.com/?s={click}",
                tariffs = new[] { new { code = "default", percent } },
                confirmationDays = 30,
            },
            ApiClient.Operator);
        Assert.True(answer.Ok, answer.Outcome);
        return answer;
    }
}
