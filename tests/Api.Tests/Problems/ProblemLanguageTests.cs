using System.Net.Http.Json;
using System.Text;
using Cashback.Api.Tests.PointOfSale;
using Cashback.Api.Tests.Postbacks;

namespace Cashback.Api.Tests.Problems;

/// <summary>What is refused says why in the caller's language, with the same type in both.</summary>
public sealed class ProblemLanguageTests(SharedApi shared)
{
    private readonly TestApi _api = shared.Api;

    public static TheoryData<string, string, string, string?> Refused => new()
    {
        { "account", "GET", "/api/v1/me/history?limit=0", null },
        { "account", "GET", "/api/v1/me/purchases/admitad:ozon:1", null },
        { "account", "POST", "/api/v1/me/clicks", """{"storeId":"nowhere"}""" },
        { "account", "POST", "/api/v1/me/certificates", """{"denomination":7}""" },
        { "account", "POST", "/api/v1/me/certificates", """{"denomination":5000}""" },
        { "account", "POST", "/api/v1/me/receipts", """{"qr":"t=1"}""" },
        { "nobody", "GET", "/api/v1/me", null },
        { "nobody", "GET", "/ops/v1/stores", null },
        { "nobody", "GET", "/nowhere", null },
        { "nobody", "DELETE", "/api/v1/auth/otp", null },
        { "nobody", "POST", "/api/v1/auth/otp", """{"phone":"+7 701 123 45 67"}""" },
        { "nobody", "POST", "/api/v1/auth/otp", """{"phone":"+79161234567","locale":"de"}""" },
        { "nobody", "POST", "/api/v1/auth/otp", "{" },
        { "nobody", "POST", "/api/v1/auth/token", """{"challengeId":"x","code":"12"}""" },
        { "nobody", "POST", "/api/v1/auth/token", """{"challengeId":"x","code":"123456"}""" },
        { "nobody", "POST", "/api/v1/auth/refresh", """{"refreshToken":"x"}""" },
        { "nobody", "GET", "/postbacks/admitad/wrong-key", null },
        { "nobody", "GET", "/postbacks/admitad/sample-admitad-key?subid=x", null },
        { "nobody", "POST", "/postbacks/admitad/sample-admitad-key", "[]" },
        { "till", "GET", "/pos/v1/device-sales/1", null },
        { "till", "POST", "/pos/v1/device-sales", """{"imei":"1","model":"x","saleId":"1","soldAt":"2026-01-01T00:00:00Z"}""" },
        { "till", "GET", "/api/v1/me", null },
        { "ops", "PUT", "/ops/v1/stores/UPPER", """{"name":"x","categories":[],"network":"admitad","linkTemplate":"x","tariffs":[],"confirmationDays":1}""" },
        { "ops", "PUT", "/ops/v1/stores/lower", """{"name":"x","categories":[],"network":"admitad","linkTemplate":"x","tariffs":[],"confirmationDays":1}""" },
        { "ops", "PUT", "/ops/v1/networks/some", """{"like":"none"}""" },
        { "ops", "GET", "/ops/v1/quarantine?state=x&order=y&from=z", null },
        { "ops", "GET", "/ops/v1/settlements/2020", null },
        { "ops", "POST", "/ops/v1/settlements/2900-01/run", null },
        { "account", "PATCH", "/api/v1/me", """{"email":"nobody","locale":"de"}""" },
        { "account", "POST", "/api/v1/me/email/confirmation", """{"code":"1"}""" },
        { "account", "POST", "/api/v1/me/goals", """{"type":"topUp","phone":"+7 701","priority":0}""" },
        { "account", "POST", "/api/v1/me/claims", """{"storeId":"ozon","orderId":"","amount":{"amount":"0","currency":"RUB"}}""" },
        { "account", "GET", "/api/v1/me/claims/01HZX3J9R8N6T5V4W3Y2Z1A0BC", null },
        { "account", "GET", "/api/v1/me/receipts/01HZX3J9R8N6T5V4W3Y2Z1A0BC", null },
        { "account", "GET", "/api/v1/me/certificates/01HZX3J9R8N6T5V4W3Y2Z1A0BC", null },
        { "account", "POST", "/api/v1/me/exit", null },
        { "account", "GET", "/api/v1/me/card", null },
        { "account", "POST", "/api/v1/me/sessions", null },
        { "nobody", "POST", "/api/v1/auth/gateway", "{}" },
        { "nobody", "POST", "/api/v1/auth/proofs", """{"purpose":"exit"}""" },
        { "nobody", "GET", "/postbacks/nowhere/key", null },
        { "nobody", "GET", "/postbacks/admitad/sample-admitad-key?admitad_id=1&payment_status=new&order_sum=x&currency=RUB", null },
        { "nobody", "GET", "/postbacks/admitad/sample-admitad-key?admitad_id=1&payment_status=new&order_sum=1&currency=ROUBLE", null },
        { "till", "POST", "/pos/v1/redemptions", """{"code":"x","imei":"1","price":{"amount":"-1","currency":"USD"},"receiptId":""}""" },
        { "ops", "GET", "/ops/v1/boosts?limit=x", null },
        { "ops", "PUT", "/ops/v1/stores/nowhere/boosts/default", """{"validTo":"2030-01-01T00:00:00Z","percent":5}""" },
        { "ops", "PUT", "/ops/v1/campaigns/UPPER", """{"name":"x","referral":{}}""" },
        { "ops", "PUT", "/ops/v1/campaigns/none", """{"name":"x"}""" },
        { "ops", "POST", "/ops/v1/campaigns/none/end", null },
        { "ops", "PUT", "/ops/v1/shops/UPPER", """{"name":""}""" },
        { "ops", "PUT", "/ops/v1/exchange-rates/2026-13-01", """{"USD":"x"}""" },
        {
            "ops", "PUT", "/ops/v1/device-promotions/alarm",
            """{"name":"x","validFrom":"2026-01-01T00:00:00Z","validTo":"2027-01-01T00:00:00Z","budget":{"amount":"1000","currency":"RUB"},"limits":{"alarmPerHour":{"amount":"-1","currency":"RUB"}},"devices":[]}"""
        },
        { "ops", "PUT", "/ops/v1/receipt-promotions/UPPER", """{"name":"x"}""" },
        { "ops", "POST", "/ops/v1/reconciliations?network=admitad&from=x", "{}" },
        { "ops", "POST", "/ops/v1/reconciliations?network=admitad", "{}" },
        { "ops", "POST", "/ops/v1/reconciliations/pull?network=nowhere", null },
        { "ops", "POST", "/ops/v1/reconciliations/pull?network=admitad", null },
        { "ops", "GET", "/ops/v1/reconciliations/x", null },
        { "ops", "GET", "/ops/v1/reconciliations/01HZX3J9R8N6T5V4W3Y2Z1A0BC/conflicts.csv", null },
        { "ops", "DELETE", "/ops/v1/reconciliations/01HZX3J9R8N6T5V4W3Y2Z1A0BC", null },
        { "ops", "POST", "/ops/v1/quarantine/runs", """{"action":"drop"}""" },
        { "ops", "POST", "/ops/v1/quarantine/x/replay", null },
        { "ops", "GET", "/ops/v1/payouts/x", null },
        { "ops", "GET", "/ops/v1/messages?status=x", null },
        { "ops", "POST", "/ops/v1/subscribers/search", "{}" },
        { "ops", "POST", "/ops/v1/subscribers/01HZX3J9R8N6T5V4W3Y2Z1A0BC/certificate-letter", """{"email":"x","reason":""}""" },
        { "ops", "POST", "/ops/v1/purchases/x/reversal", """{"subscriberId":"01HZX3J9R8N6T5V4W3Y2Z1A0BC","reason":"three"}""" },
        { "ops", "POST", "/ops/v1/claims/x/answer", """{"result":"found"}""" },
        { "ops", "GET", "/ops/v1/device-sales/x", null },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Problem_is_told_in_the_language_that_the_caller_asks_for(string caller, string method, string path, string? body)
    {
        using var client = await ClientAsync(caller);
        var usual = await AskAsync(client, method, path, body, null);
        var english = await AskAsync(client, method, path, body, "en-GB, ru;q=0.5");
        var russian = await AskAsync(client, method, path, body, "ru-RU,ru;q=0.9,en;q=0.8");

        Assert.Equal(("en", "en", "ru"), (usual.Language, english.Language, russian.Language));
        Assert.Equal([usual.Type, usual.Type], [english.Type, russian.Type]);
        Assert.Equal(usual.Status, russian.Status);
        Assert.Equal(usual.Texts, english.Texts);
        Assert.All(usual.Texts, text => Assert.False(RussianText.HasCyrillic(text), text));
        Assert.Equal(usual.Fields, russian.Fields);
        Assert.All(russian.Texts, text => Assert.True(RussianText.Is(text), text));
    }

    [Fact]
    public async Task Problem_is_in_the_callers_language_whatever_it_accepts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/stores/nowhere");
        request.Headers.Add("Accept-Language", "ru");
        request.Headers.Add("Accept", "text/html");
        using var response = await _api.Client.SendAsync(request);
        Assert.Equal("404 not-found", await response.OutcomeAsync());
        Assert.Equal("Не найдено", (await response.JsonAsync()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task Kept_problem_is_given_again_in_the_language_of_the_first_answer()
    {
        var subscriber = await _api.SignInAsync();
        using var first = await subscriber.Client.SendAsync(Kept("ru"));
        using var again = await subscriber.Client.SendAsync(Kept("en"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal("ru", Assert.Single(again.Content.Headers.ContentLanguage));
        Assert.Contains("Accept-Language", again.Headers.Vary);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal("Недостаточно бонусов", (await again.JsonAsync()).GetProperty("title").GetString());

        static HttpRequestMessage Kept(string language)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/me/certificates") { Content = JsonContent.Create(new { denomination = 5000 }) };
            request.Headers.Add("Idempotency-Key", "kept-language");
            request.Headers.Add("Accept-Language", language);
            return request;
        }
    }

    [Fact]
    public async Task Lines_of_a_batch_are_answered_in_the_senders_language()
    {
        var russian = await BatchAsync("ru");
        var english = await BatchAsync("en");
        Assert.Equal(english.Select(line => line.Type), russian.Select(line => line.Type));
        Assert.All(russian, line => Assert.True(RussianText.Is(line.Detail), line.Detail));
        Assert.All(english, line => Assert.False(RussianText.HasCyrillic(line.Detail), line.Detail));
    }

    private async Task<List<(string Type, string Detail)>> BatchAsync(string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Batch.Address)
        {
            Content = new StringContent("{}\n[]\n{\"subid\":\"x\\u0000\"}\n", Encoding.UTF8, Batch.Type),
        };
        request.Headers.Add("Accept-Language", language);
        using var response = await _api.Client.SendAsync(request);
        Assert.Equal(language, Assert.Single(response.Content.Headers.ContentLanguage));
        var lines = Batch.Answers(await response.Content.ReadAsStringAsync()).Select(line => line.GetProperty("error")).ToList();
        Assert.Equal(3, lines.Count);
        return [.. lines.Select(error => (error.GetProperty("type").GetString()!, error.GetProperty("detail").GetString()!))];
    }

    private async Task<HttpClient> ClientAsync(string caller) => caller switch
    {
        "account" => (await _api.SignInAsync()).Client,
        "ops" => _api.Operator(),
        "till" => await _api.NewTillAsync(),
        _ => new HttpClient { BaseAddress = _api.Address },
    };

    private static async Task<ProblemTexts> AskAsync(HttpClient client, string method, string path, string? body, string? language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (language is not null)
        {
            request.Headers.Add("Accept-Language", language);
        }

        using var response = await client.SendAsync(request);
        Assert.Contains("Accept-Language", response.Headers.Vary);
        return await ProblemTexts.ByAsync(response);
    }
}
