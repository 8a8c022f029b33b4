using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cashback.Reconciliations;
using Microsoft.Extensions.Options;

namespace Cashback.Gateways;

/// <summary>One page of the statistics.</summary>
/// <param name="Count">Of all rows that the filter finds now; null: the network does not say.</param>
internal sealed record StatisticsPage(IReadOnlyList<Dictionary<string, string>> Rows, long? Count);

/// <summary>
/// Admitad's API: a token by client credentials (<c>POST /token/</c>, scope statistics), renewed before it ends and when
/// it is refused; <c>GET /statistics/actions/</c>. Retries are those of the HTTP client's resilience pipeline.
/// </summary>
internal sealed class AdmitadClient(IHttpClientFactory clients, IOptions<AdmitadSettings> settings) : IDisposable
{
    public const string Client = "admitad";

    private const int WhyMax = 200;
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private (string Token, long RenewAt)? _token;

    /// <exception cref="ReportUnreadableException">The answer is unreadable; the message says why.</exception>
    public async Task<StatisticsPage> GetActionsAsync(string query, CancellationToken cancellation)
    {
        var token = await TokenAsync(null, cancellation);
        using var first = await SendAsync(() => Request(query, token), "statistics", cancellation);
        if (first.StatusCode != HttpStatusCode.Unauthorized)
        {
            return await ReadAsync(first, cancellation);
        }

        // A token can expire earlier than announced.
        var renewed = await TokenAsync(token, cancellation);
        using var second = await SendAsync(() => Request(query, renewed), "statistics", cancellation);
        return await ReadAsync(second, cancellation);
    }

    public void Dispose() => _renewing.Dispose();

    private HttpRequestMessage Request(string query, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(settings.Value.BaseUrl, "statistics/actions/?" + query));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <param name="refused">The token that was refused.</param>
    private async Task<string> TokenAsync(string? refused, CancellationToken cancellation)
    {
        await _renewing.WaitAsync(cancellation);
        try
        {
            if (_token is var (token, renewAt) && token != refused && TimeProvider.System.GetTimestamp() < renewAt)
            {
                return token;
            }

            var asked = TimeProvider.System.GetTimestamp();
            using var response = await SendAsync(TokenRequest, "token", cancellation);
            using var answer = await ParseAsync(response, "token", cancellation);
            var root = answer.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("access_token", out var given) || given.GetString()
                is not { Length: > 0 } made
                || !root.TryGetProperty("expires_in", out var lives) || !lives.TryGetInt64(out var seconds) || seconds <= 0)
            {
                throw new ReportUnreadableException(new(
                    "Admitad's token answer has no access_token with expires_in.",
                    "В ответе Admitad на запрос токена нет access_token с expires_in."));
            }

            // Renewed when a tenth of its lifetime is left.
            _token = (made, asked + (seconds * TimeProvider.System.TimestampFrequency / 10 * 9));
            return made;
        }
        finally
        {
            _renewing.Release();
        }
    }

    private HttpRequestMessage TokenRequest()
    {
        var (id, secret) = (settings.Value.ClientId!, settings.Value.ClientSecret!);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(settings.Value.BaseUrl, "token/"))
        {
            Content = new FormUrlEncodedContent(
                [new("grant_type", "client_credentials"), new("client_id", id), new("scope", "statistics")]),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, string what, CancellationToken cancellation)
    {
        try
        {
            using var client = clients.CreateClient(Client);
            using var request = make();
            return await client.SendAsync(request, cancellation);
        }
        catch (Exception e)
            when (e is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException
                && !cancellation.IsCancellationRequested)
        {
            throw new ReportUnreadableException(new(
                $"Admitad's {what} can't be reached ({e.GetType().Name}).",
                $"Admitad не отвечает на запрос {what} ({e.GetType().Name})."), e);
        }
    }

    private static async Task<StatisticsPage> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var answer = await ParseAsync(response, "statistics", cancellation);
        if (answer.RootElement.ValueKind != JsonValueKind.Object
            || !answer.RootElement.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
        {
            throw new ReportUnreadableException(new(
                "Admitad's statistics answered 200 without a list of results.",
                "Admitad на запрос statistics ответил 200 без списка results."));
        }

        var count = answer.RootElement.TryGetProperty("_meta", out var meta) && meta.ValueKind == JsonValueKind.Object
            && meta.TryGetProperty("count", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var all)
                ? all
                : (long?)null;
        return new StatisticsPage(results.EnumerateArray().Select(Row).ToArray(), count);
    }

    private static async Task<JsonDocument> ParseAsync(HttpResponseMessage response, string what, CancellationToken cancellation)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            // The body of a refused token request could repeat what was sent.
            var why = what == "token" ? "" : ": " + Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, WhyMax)));
            throw new ReportUnreadableException(new(
                $"Admitad's {what} answered {(int)response.StatusCode}{why}.",
                $"Admitad на запрос {what} ответил {(int)response.StatusCode}{why}."));
        }

        try
        {
            return JsonDocument.Parse(
                bytes.AsMemory(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
        }
        catch (JsonException e)
        {
            throw new ReportUnreadableException(new(
                $"Admitad's {what} answered {(int)response.StatusCode} with something that is not JSON.",
                $"Admitad на запрос {what} ответил {(int)response.StatusCode}, и это не JSON."), e);
        }
    }

    /// <summary>The scalar values of a row; nested ones (positions) are not needed.</summary>
    private static Dictionary<string, string> Row(JsonElement row)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (row.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in row.EnumerateObject())
            {
                var text = member.Value.ValueKind switch
                {
                    JsonValueKind.String => member.Value.GetString(),
                    JsonValueKind.Number => member.Value.GetRawText(),
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    _ => null,
                };
                if (!string.IsNullOrEmpty(text))
                {
                    values[member.Name] = text.Replace("\0", "", StringComparison.Ordinal);
                }
            }
        }

        return values;
    }
}
