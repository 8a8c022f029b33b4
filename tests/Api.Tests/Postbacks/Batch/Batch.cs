using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cashback.Api.Tests.Postbacks;

/// <summary>Batches of postbacks over HTTP.</summary>
internal static class Batch
{
    public const string Address = "/postbacks/admitad/sample-admitad-key/batch";

    public const string Type = "application/x-ndjson";

    public static string LineOf(Dictionary<string, string> message) => JsonSerializer.Serialize(message);

    public static Task<IReadOnlyList<JsonElement>> SendAsync(TestApi api, params string[] lines) =>
        SendAsync(api, Encoding.UTF8.GetBytes(string.Join('\n', lines)));

    public static async Task<IReadOnlyList<JsonElement>> SendAsync(TestApi api, byte[] body)
    {
        using var response = await PostAsync(api, new ByteArrayContent(body));
        Assert.Equal("200", await response.OutcomeAsync());
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        return Answers(await response.Content.ReadAsStringAsync());
    }

    public static Task<HttpResponseMessage> PostAsync(TestApi api, HttpContent body, string address = Address, string type = Type)
    {
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        return api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static IReadOnlyList<JsonElement> Answers(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    /// <summary><c>3 applied</c></summary>
    public static string Said(JsonElement answer) => $"{answer.GetProperty("line").GetInt64()} {answer.GetProperty("result").GetString()}";
}
