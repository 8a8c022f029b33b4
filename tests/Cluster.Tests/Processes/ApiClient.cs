using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cashback.Support;

namespace Cashback.Cluster.Tests.Processes;

internal sealed record SignedIn(string SubscriberId, string Token)
{
    public (string Name, string Value) Header => ("Authorization", $"Bearer {Token}");

    public static SignedIn Of(Answer answer) => new(answer.Json.GetProperty("subscriberId").GetString()!, answer.Json.GetProperty("accessToken").GetString()!);
}

internal sealed record PurchaseLine(string Id, string Status, long Cashback, long Credited);

/// <summary>The programme over HTTP, as its users and its network see it.</summary>
internal sealed partial class ApiClient(Uri url, SmsService sms) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentQueue<TimeSpan> _waits = new();
    private int _refusals;
    private int _refusalsWithoutRetryAfter;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        BaseAddress = url,
        Timeout = TimeSpan.FromSeconds(40),
    };

    public static (string Name, string Value) Operator => ("X-Api-Key", "sample-ops-key");

    /// <summary>Any request; its answer is not judged.</summary>
    public Task<Answer> AskAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body), headers);

    /// <summary>The same with a body that is not JSON.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>What must be answered with 2xx.</summary>
    public async Task<JsonElement> ReadAsync(string path, (string Name, string Value) header) =>
        await SendJsonAsync(HttpMethod.Get, path, null, header);

    /// <inheritdoc cref="ReadAsync"/>
    public async Task<JsonElement> SendJsonAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        var answer = await AskAsync(method, path, body, headers);
        Assert.True(answer.Ok, $"{method} {path}: {answer.Outcome} {answer.Body}");
        return answer.Json;
    }

    public async Task<SignedIn> SignInAsync(string phone)
    {
        var challenge = await SendJsonAsync(HttpMethod.Post, "/api/v1/auth/otp", new { phone, locale = "en" });
        await Eventually.TrueAsync(() => Task.FromResult(sms.To(phone).Count > 0), "the code came by SMS");
        var code = SixDigits().Match(sms.To(phone).First()).Value;
        var answer = await AskAsync(HttpMethod.Post, "/api/v1/auth/token", new { challengeId = challenge.GetProperty("challengeId").GetString(), code });
        Assert.True(answer.Ok, answer.Outcome);
        return SignedIn.Of(answer);
    }

    /// <summary>A fresh proof by the code that comes by SMS.</summary>
    public async Task<(string Name, string Value)> ProveAsync(SignedIn subscriber, string phone, string purpose)
    {
        var before = sms.To(phone).Count;
        var requested = await SendJsonAsync(HttpMethod.Post, "/api/v1/auth/proofs", new { purpose }, subscriber.Header);
        await Eventually.TrueAsync(() => Task.FromResult(sms.To(phone).Count > before), "the code came by SMS");
        var code = SixDigits().Match(sms.To(phone).Skip(before).First(text => text.Contains("code", StringComparison.Ordinal))).Value;
        var proven = await SendJsonAsync(HttpMethod.Post, $"/api/v1/auth/proofs/{requested.GetProperty("proofId").GetString()}", new { code }, subscriber.Header);
        return ("Cashback-Proof", proven.GetProperty("proof").GetString()!);
    }

    public async Task<string> ClickAsync(SignedIn subscriber, string storeId) =>
        (await SendJsonAsync(HttpMethod.Post, "/api/v1/me/clicks", new { storeId }, subscriber.Header)).GetProperty("clickId").GetString()!;

    public async Task<long> AccruedAsync(SignedIn subscriber) =>
        (await ReadAsync("/api/v1/me", subscriber.Header)).GetProperty("balance").GetProperty("accruedThisMonth").GetInt64();

    public async Task<IReadOnlyList<PurchaseLine>> PurchasesAsync(SignedIn subscriber)
    {
        var lines = new List<PurchaseLine>();
        string? cursor = null;
        do
        {
            var query = cursor is null ? "" : $"&cursor={WebUtility.UrlEncode(cursor)}";
            var page = await ReadAsync($"/api/v1/me/purchases?limit=100{query}", subscriber.Header);
            lines.AddRange(page.GetProperty("items").EnumerateArray().Select(item => new PurchaseLine(
                item.GetProperty("id").GetString()!,
                item.GetProperty("status").GetString()!,
                item.GetProperty("cashback").GetInt64(),
                item.GetProperty("credited").GetInt64())));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return lines;
    }

    /// <summary>How many postbacks were answered 503 so far, and how many of these did not say when to come back.</summary>
    public (int All, int WithoutRetryAfter) Refusals => (Volatile.Read(ref _refusals), Volatile.Read(ref _refusalsWithoutRetryAfter));

    /// <summary>How long the slowest answer to a postback took.</summary>
    public TimeSpan LongestWait => _waits.Max();

    /// <summary>Open messages in quarantine.</summary>
    public async Task<long> QuarantinedAsync() => (await ReadAsync("/ops/v1/quarantine/summary", Operator)).GetProperty("open").GetInt64();

    public static string Postback(string line, string status, string clickId, decimal sum) => FormattableString.Invariant(
        $"/postbacks/admitad/sample-admitad-key?admitad_id={line}&order_id=N-{line}&payment_status={status}&subid={clickId}&order_sum={sum}&currency=RUB");

    /// <summary>What a network does: the same message again until it is answered 200.</summary>
    /// <returns>The result, and how many times it was sent.</returns>
    public async Task<(string Result, int Attempts)> PostbackAsync(
        string line, string status, string clickId, decimal sum, CancellationToken cancellation)
    {
        var path = Postback(line, status, clickId, sum);
        for (var attempt = 1; ; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return ((await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("result").GetString()!, attempt);
                }

                Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {(int)answer.StatusCode}");
                Interlocked.Increment(ref _refusals);
                if (answer.Headers.RetryAfter is null)
                {
                    Interlocked.Increment(ref _refusalsWithoutRetryAfter);
                }
            }
            catch (Exception e) when ((e is HttpRequestException or TaskCanceledException) && !cancellation.IsCancellationRequested)
            {
                // The answer did not come: it is asked for again.
            }
            finally
            {
                _waits.Enqueue(Stopwatch.GetElapsedTime(start));
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}
