using System.Globalization;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Races;

[Collection(nameof(TwoSilos))]
public sealed class ReceiptRaceTests(TwoSilos silos)
{
    private const int People = 12;

    /// <summary>The sandbox knows every receipt: milk of its whole sum.</summary>
    [Fact]
    public async Task Receipt_sent_by_many_at_both_silos_is_the_first_ones()
    {
        await silos.Api.SendJsonAsync(HttpMethod.Put, "/ops/v1/promotions/milk", new { name = "Milk", percent = "10", goods = (string[])["молоко"] }, ApiClient.Operator);
        var people = await Task.WhenAll(Enumerable.Range(0, People).Select(_ => silos.Api.RegisterAsync()));

        // The promotion began within this minute, and the code has no seconds.
        var time = TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(3)).AddMinutes(2);
        var qr = string.Create(CultureInfo.InvariantCulture, $"t={time:yyyyMMdd'T'HHmm}&s=200.00&fn=8710000101125654&i=99456&fp=1250448795&n=1");
        var answers = await silos.AtOnceAsync(People, (api, n) => api.AskAsync(HttpMethod.Post, "/api/v1/me/receipts", new { qr }, people[n].Header));

        Assert.Single(answers, answer => answer.Outcome == "202");
        Assert.Equal(People - 1, answers.Count(answer => answer.Outcome == "409 receipt-already-sent"));
        var first = people[Array.FindIndex(answers, answer => answer.Ok)];
        await Eventually.TrueAsync(async () => await silos.Api.AccruedAsync(first) == 20, "the receipt is credited");
        Assert.Equal(20, (await Task.WhenAll(people.Select(silos.Api.AccruedAsync))).Sum());
    }
}
