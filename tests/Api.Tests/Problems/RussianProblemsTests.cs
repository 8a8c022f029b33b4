using Cashback.Api.Tests.Facade;

namespace Cashback.Api.Tests.Problems;

/// <summary>Bad input at every route of the API's description, by a caller who reads Russian.</summary>
public sealed class RussianProblemsTests(SharedApi shared)
{
    private static readonly string[] Bodies =
    [
        "", "{", "[]", "1", "null", "{}", """{"phone":1}""", """{"phone":"+7 701 123 45 67","code":"x"}""", """{"storeId":"a\u0000b"}""",
        """{"price":{"amount":"x","currency":"RUB"}}""", """{"price":{"amount":"1","currency":"rub"}}""", """{"type":null}""", """{"type":"x","type":"y"}""",
        """{"name":"","categories":["x"],"network":"?","linkTemplate":"x","tariffs":[{"code":"","percent":500}],"confirmationDays":-1}""",
        """{"type":"topUp","phone":"+79161234567","priority":0,"monthlyLimit":-1,"target":5}""",
        """{"imei":"490154203237519","price":{"amount":"-1","currency":"USD"},"receiptId":"","sku":""}""",
        """{"qr":"t=1&s=0&fn=x&i=0&fp=0&n=7"}""", """{"validFrom":"2026-01-01T00:00:00","name":"x"}""", """{"name":"x","referral":{"inviterPercent":101}}""",
        """{"reason":"","result":"x","amount":{"amount":"0","currency":"RUB"}}""", """{"like":"x","lineId":{"names":[]}}""",
        """{"network":"?","reason":"x","action":"drop","from":"x","to":"y"}""", """{"denomination":7}""", """{"ids":["x","x"]}""", """{"by":"-P1D"}""",
    ];

    private readonly TestApi _api = shared.Api;

    [Fact]
    public async Task Every_route_tells_in_russian_what_is_wrong_with_a_body()
    {
        using var callers = await Callers.SignInAsync(_api);
        var told = 0;

        // Whoever leaves the programme has no further say.
        foreach (var route in (await Route.AllAsync(_api)).Where(route => route.TakesJson && !route.Template.EndsWith("/exit",
            StringComparison.Ordinal)))
        {
            foreach (var body in Bodies)
            {
                using var response = await callers.SendAsync(route, body, "ru");
                told += await CheckAsync($"{route} with {body}", response);
            }
        }

        Assert.True(told > 500, $"Only {told} bodies were refused.");
    }

    [Fact]
    public async Task Every_route_tells_in_russian_what_is_wrong_with_a_path_or_query()
    {
        using var callers = await Callers.SignInAsync(_api);
        var told = 0;
        foreach (var route in (await Route.AllAsync(_api)).Where(route => route.Method == HttpMethod.Get))
        {
            foreach (var text in (string[])["0", "x%0Ay", "a%3Ab%3Ac", new string('9', 200), "%D0%AF", "%00"])
            {
                var hole = route.Template.Replace("{", "", StringComparison.Ordinal).Replace("}", text, StringComparison.Ordinal);
                using var path = await callers.SendAsync(route with { Template = hole }, null, "ru");
                told += await CheckAsync($"{route} with {text} in its path", path);
                var query = $"{route.Path}?limit={text}&cursor={text}&type={text}&category={text}&phone={text}&id={text}&from={text}&to={text}&state={text}"
                    + $"&order={text}&olderThan={text}&status={text}&minAgeDays={text}&day={text}&stuck={text}&boosted={text}";
                using var asked = await callers.SendAsync(route with { Template = query }, null, "ru");
                told += await CheckAsync($"{route} with {text} in its query", asked);
            }
        }

        Assert.True(told > 100, $"Only {told} were refused.");
    }

    private static async Task<int> CheckAsync(string what, HttpResponseMessage response)
    {
        // The server itself refuses a path that no HTTP has (%00), without a body.
        if ((int)response.StatusCode < 400 || (await response.Content.ReadAsByteArrayAsync()).Length == 0)
        {
            return 0;
        }

        var told = await ProblemTexts.ByAsync(response);
        Assert.True(told.Language == "ru", $"{what}: {told.Language}");
        Assert.All(told.Texts, text => Assert.True(RussianText.Is(text), $"{what}: {text}"));
        return 1;
    }
}
