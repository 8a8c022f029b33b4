using System.Text.Json;

namespace Cashback.Cluster.Tests.Processes;

/// <summary>What was answered.</summary>
/// <param name="Outcome">The status, and of an error its problem type: <c>409 certificate-used</c>.</param>
/// <param name="Replayed">It was kept from the first time.</param>
internal sealed record Answer(string Outcome, string Body, bool Replayed)
{
    public bool Ok => Outcome.StartsWith('2');

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        var problem = (int)response.StatusCode >= 400
            && body.StartsWith('{')
            && JsonDocument.Parse(body).RootElement.TryGetProperty("type", out var type)
            ? $" {type.GetString()!.Split(':')[^1]}"
            : "";
        return new($"{(int)response.StatusCode}{problem}", body, response.Headers.Contains("Idempotency-Replayed"));
    }
}
