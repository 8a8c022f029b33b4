using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using System.Xml;

namespace Cashback.Demo;

/// <summary>The programme as its users see it: nothing but HTTP.</summary>
public sealed partial class Programme(HttpClient http)
{
    private const string OpsKey = "sample-ops-key";
    private const string PartnerKey = "sample-admitad-key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private string? _signedIn;
    private string? _token;

    public async Task<SignIn> SignInAsync(string phone, string? referralCode = null)
    {
        var sent = (await OutboxAsync(phone)).Count;
        var challenge = await SendAsync<Challenge>(HttpMethod.Post, "/api/v1/auth/otp", new { phone, locale = "en", referralCode });
        var text = await NextSmsAsync(phone, sent, "code");
        var signIn = await SendAsync<SignIn>(
            HttpMethod.Post, "/api/v1/auth/token", new { challenge.ChallengeId, code = SixDigits().Match(text).Value });
        (_token, _signedIn) = (signIn.AccessToken, phone);
        return signIn;
    }

    public Task<Shop> ShopAsync(string id) => SendAsync<Shop>(HttpMethod.Get, $"/api/v1/stores/{id}");

    public Task<Click> ClickAsync(string storeId) => SendAsync<Click>(HttpMethod.Post, "/api/v1/me/clicks", new { storeId });

    public Task<Account> AccountAsync() => SendAsync<Account>(HttpMethod.Get, "/api/v1/me");

    public Task<Purchase> PurchaseAsync(string id) => SendAsync<Purchase>(HttpMethod.Get, $"/api/v1/me/purchases/{id}");

    public async Task<IReadOnlyList<Line>> HistoryAsync() =>
        (await SendAsync<Items<Line>>(HttpMethod.Get, "/api/v1/me/history?limit=100")).List;

    /// <summary>What the network's server sends when an order changes.</summary>
    public Task<PostbackAnswer> PostbackAsync(string line, string status, string clickId, string sum, string currency = "RUB") =>
        SendAsync<PostbackAnswer>(
            HttpMethod.Get,
            $"/postbacks/admitad/{PartnerKey}?admitad_id={line}&order_id=N-{line}&payment_status={status}"
                + $"&subid={clickId}&order_sum={sum}&currency={currency}");

    public Task SetExchangeRateAsync(DateOnly day, string currency, string rubles) => SendAsync<object>(
        HttpMethod.Put,
        string.Create(CultureInfo.InvariantCulture, $"/ops/v1/exchange-rates/{day:yyyy-MM-dd}"),
        new Dictionary<string, string> { [currency] = rubles });

    public Task<Purchase> ReverseAsync(string purchaseId, string subscriberId, string reason) =>
        SendAsync<Purchase>(HttpMethod.Post, $"/ops/v1/purchases/{purchaseId}/reversal", new { subscriberId, reason });

    public Task<Settlement> SettlementAsync(DateOnly month) => SendAsync<Settlement>(
        HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/ops/v1/settlements/{month:yyyy-MM}"));

    public async Task<DateTimeOffset> NowAsync() => (await SendAsync<ClockAnswer>(HttpMethod.Get, "/dev/clock")).Now;

    /// <summary>Moves the programme's clock; answers when all that fell due on the way has been done.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(by.TotalSeconds));
        await SendAsync<ClockAnswer>(HttpMethod.Post, "/dev/clock/advance", new { by = XmlConvert.ToString(seconds) });
        if (_signedIn is not null)
        {
            // Access tokens live by the programme's clock, too.
            await SignInAsync(_signedIn);
        }
    }

    /// <summary>
    /// The newest message to a number that holds these words; messages go out in the background, so it may take a moment.
    /// </summary>
    public Task<string> SmsAsync(string phone, string words) => NextSmsAsync(phone, 0, words);

    private async Task<string> NextSmsAsync(string phone, int after, string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var messages = await OutboxAsync(phone);
            var found = messages.Take(messages.Count - after)
                .FirstOrDefault(sms => sms.Text.Contains(words, StringComparison.OrdinalIgnoreCase));
            if (found is not null)
            {
                return found.Text;
            }

            if (patience.IsCancellationRequested)
            {
                throw new StoryException($"No SMS with '{words}' came within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<IReadOnlyList<Sms>> OutboxAsync(string phone) =>
        (await SendAsync<Items<Sms>>(HttpMethod.Get, $"/dev/outbox?to={WebUtility.UrlEncode(phone)}")).List;

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body = null, Dictionary<string, string>? headers = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        foreach (var (name, value) in headers ?? [])
        {
            request.Headers.Add(name, value);
        }

        if (path.StartsWith("/ops/", StringComparison.Ordinal))
        {
            request.Headers.Add("X-Api-Key", OpsKey);
        }
        else if (_token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }

        using var response = await http.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            var problem = await response.Content.ReadAsStringAsync();
            throw new StoryException($"{method} {path.Split('?')[0]} answered {(int)response.StatusCode}: {problem}");
        }

        return response.StatusCode == HttpStatusCode.NoContent ? default! : (await response.Content.ReadFromJsonAsync<T>())!;
    }

    [GeneratedRegex("[0-9]{6}", RegexOptions.NonBacktracking)]
    private static partial Regex SixDigits();
}

/// <summary>The story went another way than it should.</summary>
public sealed class StoryException(string message) : Exception(message);
