using Cashback.Support;

namespace Cashback.Cluster.Tests.Races;

[Collection(nameof(TwoSilos))]
public sealed class PostbackRaceTests(TwoSilos silos)
{
    [Fact]
    public async Task Postback_at_both_silos_is_one_credit_and_one_message()
    {
        var phone = Gateway.NewPhone();
        var subscriber = await silos.Api.RegisterAsync(phone);
        var click = await silos.Api.ClickAsync(subscriber, "ozon");

        var answers = await silos.AtOnceAsync(12, (api, _) => api.AskAsync(HttpMethod.Get, ApiClient.Postback("7000001", "approved", click, 2_000), null));
        await Eventually.TrueAsync(() => Task.FromResult(silos.Cluster.Sms.To(phone).Count > 0), "the message is out");

        Assert.Single(answers, answer => answer.Json.GetProperty("result").GetString() == "applied");
        Assert.Equal(11, answers.Count(answer => answer.Json.GetProperty("result").GetString() == "unchanged"));
        Assert.Equal(100, await silos.Api.AccruedAsync(subscriber));
        Assert.Single(silos.Cluster.Sms.To(phone));
    }

    [Fact]
    public async Task Line_reported_for_two_subscribers_at_both_silos_counts_for_one()
    {
        var people = new[] { await silos.Api.RegisterAsync(), await silos.Api.RegisterAsync() };
        var clicks = await Task.WhenAll(people.Select(person => silos.Api.ClickAsync(person, "ozon")));

        await silos.AtOnceAsync(12, (api, n) => api.AskAsync(HttpMethod.Get, ApiClient.Postback("7000002", "approved", clicks[n % 2], 2_000), null));

        await Eventually.TrueAsync(async () => (await Task.WhenAll(people.Select(silos.Api.AccruedAsync))).Sum() == 100, "one of them has it");
    }
}
