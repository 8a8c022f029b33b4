using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cashback.Api.Tests.Account;

namespace Cashback.Api.Tests.Operations;

/// <summary>Cards as operations and the bank's feed handle them.</summary>
internal static class CardFeeds
{
    private static int _cards;

    public static string NewId() => $"bank-{Interlocked.Increment(ref _cards)}";

    /// <summary>Issues a debit card.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> IssueCardAsync(this TestApi api, SignedIn subscriber)
    {
        using var operations = api.Operator();
        var cardId = NewId();
        using var issued = await operations.PostAsJsonAsync(
            "/ops/v1/cards", new { cardId, subscriberId = subscriber.Tokens.SubscriberId, product = "debit" });
        Assert.Equal("200", await issued.OutcomeAsync());
        return cardId;
    }

    public static object Line(string card, string id, DateTimeOffset time, string amount, string kind = "purchase", string? mcc = "5816") =>
        new { id, card, time, mcc, amount = new { amount, currency = "RUB" }, kind };

    public static async Task<JsonElement> FeedAsync(this TestApi api, params object[] transactions)
    {
        using var operations = api.Operator();
        using var response = await operations.PostAsJsonAsync("/ops/v1/card-transactions", new { transactions });
        Assert.Equal("200", await response.OutcomeAsync());
        return await response.JsonAsync();
    }

    public static async Task<HttpResponseMessage> ImportAsync(this TestApi api, string file, string type = "text/csv")
    {
        using var operations = api.Operator();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await operations.PostAsync(new Uri("/ops/v1/card-transactions/import", UriKind.Relative), content);
    }

    public static async Task<DateTimeOffset> NowAsync(this TestApi api) =>
        (await api.Client.ReadAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset();

    public static string Sum(this JsonElement element, string name) => element.GetProperty(name).GetProperty("amount").GetString()!;

    /// <summary>Counts and, for each line, its number, result and field at fault.</summary>
    public static string Summary(this JsonElement feed) =>
        $"{feed.Number("applied")} {feed.Number("unchanged")} {feed.Number("refused")}: " + string.Join(", ", feed.GetProperty("lines").EnumerateArray()
            .Select(line => $"{line.Number("line")} {line.Text("result")} {line.GetProperty("field").GetString()}".TrimEnd()));
}
