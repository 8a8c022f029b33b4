using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cashback.Fuzz.Story;

/// <summary>The story went another way than it should.</summary>
public sealed class StoryException(string message) : Exception(message);

/// <summary>The service as its users see it: nothing but HTTP.</summary>
public sealed partial class ServiceClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    public Task<JsonElement> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, null, token);

    public Task<JsonElement> PostAsync(string path, string? body, string? token = null) => SendAsync(HttpMethod.Post, path, body, token);

    public Task<JsonElement> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body, null);

    /// <summary>Registers, or signs in again.</summary>
    public async Task<Member> SignInAsync(string phone)
    {
        var challenge = await PostAsync("/api/v1/auth/otp", $$"""{"phone":"{{phone}}"}""");
        var outbox = await GetAsync($"/dev/outbox?to={Uri.EscapeDataString(phone)}");
        var code = SixDigits().Match(outbox.GetProperty("items")[0].GetProperty("text").GetString()!).Value;
        return MemberOf(phone, await PostAsync("/api/v1/auth/token", $$"""{"challengeId":"{{challenge.Text("challengeId")}}","code":"{{code}}"}"""));
    }

    public async Task<Member> RefreshAsync(Member member) =>
        MemberOf(member.Phone, await PostAsync("/api/v1/auth/refresh", $$"""{"refreshToken":"{{member.RefreshToken}}"}"""));

    /// <summary>Reports an order line as the sample network does.</summary>
    public Task<JsonElement> ReportAsync(string line, string status, string click, string sum) => GetAsync(
        $"/postbacks/{World.Network}/{World.NetworkKey}?admitad_id={line}&order_id=N-{line}&payment_status={status}&subid={click}&order_sum={sum}&currency=RUB");

    public async Task<DateTimeOffset> NowAsync() => (await GetAsync("/dev/clock")).GetProperty("now").GetDateTimeOffset();

    /// <returns>The service's answer; undefined if it has no body.</returns>
    /// <exception cref="StoryException">It was refused.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, string? token, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        if (path.StartsWith("/ops/", StringComparison.Ordinal))
        {
            request.Headers.Add("X-Api-Key", World.OperatorKey);
        }
        else if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return !response.IsSuccessStatusCode ? throw new StoryException($"{method} {path} answered {(int)response.StatusCode}: {text}")
            : text.Length == 0 ? default
            : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public void Dispose() => _http.Dispose();

    private static Member MemberOf(string phone, JsonElement tokens) =>
        new(phone, tokens.Text("subscriberId"), tokens.Text("accessToken"), tokens.Text("refreshToken"));

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}

internal static class Answers
{
    public static string Text(this JsonElement answer, string name) => answer.GetProperty(name).GetString()!;
}
