using System.Globalization;
using System.Text.Json;

namespace Cashback.Cluster.Tests.Races;

[Collection(nameof(TwoSilos))]
public sealed class CardFeedRaceTests(TwoSilos silos)
{
    private const int Lines = 40;

    [Fact]
    public async Task Feed_sent_to_both_silos_counts_once()
    {
        var card = await IssueAsync("bank-feed");
        var now = TimeProvider.System.GetUtcNow();
        var feed = Enumerable.Range(0, Lines)
            .Select(n => new { id = $"t{n}", card, time = now, mcc = "5816", amount = new { amount = $"{100 + n}.00", currency = "RUB" }, kind = "purchase" }).ToList();

        var answers = await silos.AtOnceAsync(4, (api, n) => api.AskAsync(
            HttpMethod.Post, "/ops/v1/card-transactions", new { transactions = n < 2 ? feed : Enumerable.Reverse(feed) }, ApiClient.Operator));

        Assert.All(answers, answer => Assert.Equal("200", answer.Outcome));
        Assert.Equal(Lines, answers.Sum(answer => answer.Json.GetProperty("applied").GetInt32()));
        Assert.Equal(3 * Lines, answers.Sum(answer => answer.Json.GetProperty("unchanged").GetInt32()));
        var view = await silos.Api.ReadAsync($"/ops/v1/cards/{card}", ApiClient.Operator);
        Assert.Equal(-Enumerable.Range(0, Lines).Sum(n => 100 + n), Amount(view.GetProperty("balance")));
        Assert.Equal(478, view.GetProperty("cashback").GetProperty("planned").EnumerateArray().Sum(credit => Amount(credit.GetProperty("amount"))));
    }

    [Fact]
    public async Task Person_gets_one_card_and_a_card_one_person_however_many_ask_both_silos()
    {
        var (one, other) = (await silos.Api.RegisterAsync(), await silos.Api.RegisterAsync());

        var cards = await silos.AtOnceAsync(8, (api, n) => IssueAsync(api, $"bank-race-{n}", one));
        var people = await silos.AtOnceAsync(8, (api, n) => IssueAsync(api, "bank-wanted", n % 2 == 0 ? other : one));

        Assert.Single(cards, answer => answer.Ok);
        Assert.Equal(7, cards.Count(answer => answer.Outcome == "409 one-card-per-person"));
        Assert.Equal(4, people.Count(answer => answer.Ok));
        Assert.All(people.Where((_, n) => n % 2 == 1), answer => Assert.StartsWith("409", answer.Outcome, StringComparison.Ordinal));
    }

    private async Task<string> IssueAsync(string card)
    {
        Assert.Equal("200", (await IssueAsync(silos.Api, card, await silos.Api.RegisterAsync())).Outcome);
        return card;
    }

    private static Task<Answer> IssueAsync(ApiClient api, string cardId, SignedIn person) => api.AskAsync(
        HttpMethod.Post, "/ops/v1/cards", new { cardId, subscriberId = person.SubscriberId, product = "debit" }, ApiClient.Operator);

    private static decimal Amount(JsonElement money) => decimal.Parse(money.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
}
