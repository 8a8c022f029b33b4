namespace Cashback.Cluster.Tests.Races;

[Collection(nameof(TwoSilos))]
public sealed class ClaimRaceTests(TwoSilos silos)
{
    private const int Times = 8;
    private const int PerDay = 5;

    [Fact]
    public async Task Claim_at_both_silos_is_one_and_its_answer_and_the_networks_word_credit_the_order_once()
    {
        var subscriber = await silos.Api.RegisterAsync();
        var click = await silos.Api.ClickAsync(subscriber, "ozon");
        var now = TimeProvider.System.GetUtcNow();

        var filed = await silos.AtOnceAsync(Times, (api, _) => FileAsync(api, subscriber, click, "N-1", now));
        Assert.All(filed, answer => Assert.Equal("201", answer.Outcome));
        var id = Assert.Single(filed.Select(answer => answer.Json.GetProperty("id").GetString()).Distinct());

        // The operator has found the order, and the network sends it, both at the same moment.
        var answers = await silos.AtOnceAsync(2 * Times, (api, n) => n < Times
            ? api.AskAsync(HttpMethod.Post, $"/ops/v1/claims/{id}/answer", new { result = "found", lineId = "7000003" }, ApiClient.Operator)
            : api.AskAsync(HttpMethod.Get, ApiClient.Postback("7000003", "approved", click, 1_000), null));

        Assert.All(answers, answer => Assert.Equal("200", answer.Outcome));
        Assert.Equal(50, await silos.Api.AccruedAsync(subscriber));
        Assert.Single(await silos.Api.PurchasesAsync(subscriber));
    }

    [Fact]
    public async Task Claims_at_both_silos_are_no_more_than_a_day_has()
    {
        var subscriber = await silos.Api.RegisterAsync();
        var click = await silos.Api.ClickAsync(subscriber, "ozon");
        var now = TimeProvider.System.GetUtcNow();

        var answers = await silos.AtOnceAsync(2 * PerDay, (api, n) => FileAsync(api, subscriber, click, $"N-{n}", now));

        Assert.Equal(PerDay, answers.Count(answer => answer.Outcome == "201"));
        Assert.Equal(PerDay, answers.Count(answer => answer.Outcome.EndsWith(" too-many-claims", StringComparison.Ordinal)));
    }

    private static Task<Answer> FileAsync(ApiClient api, SignedIn subscriber, string clickId, string orderId, DateTimeOffset orderedAt) =>
        api.AskAsync(
        HttpMethod.Post,
        "/api/v1/me/claims",
        new { clickId, storeId = "ozon", orderId, amount = Till.Rubles("1000.00"), orderedAt },
        subscriber.Header);
}
