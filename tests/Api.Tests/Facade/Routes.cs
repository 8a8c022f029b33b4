using System.Text.Json;

namespace Cashback.Api.Tests.Facade;

/// <summary>One operation of the API's own description.</summary>
/// <param name="Scheme">The security scheme it asks for: subscriber, operations; null: anybody.</param>
/// <param name="TakesJson">Whether it reads a JSON body.</param>
/// <param name="NeedsBody">Whether it can not do without a body.</param>
/// <param name="TakesKey">Whether it takes an Idempotency-Key.</param>
public sealed record Route(HttpMethod Method, string Template, string? Scheme, bool TakesJson, bool NeedsBody, bool TakesKey)
{
    /// <summary>The address with harmless values in its holes.</summary>
    public string Path => System.Text.RegularExpressions.Regex.Replace(Template, @"\{[^}]+\}", "x");

    public override string ToString() => $"{Method} {Template}";

    /// <summary>All of them, read from /openapi/v1.json, so that a route that is added is tested without a word here.</summary>
    public static async Task<IReadOnlyList<Route>> AllAsync(TestApi api)
    {
        using var response = await api.Client.GetAsync("/openapi/v1.json");
        var paths = (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement.GetProperty("paths");
        return
        [
            .. from path in paths.EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Route(
                   HttpMethod.Parse(operation.Name), path.Name, SchemeOf(operation.Value),
                   BodyIsJson(operation.Value), BodyIsRequired(operation.Value), HasKey(operation.Value)),
        ];
    }

    private static string? SchemeOf(JsonElement operation) =>
        operation.TryGetProperty("security", out var security) && security.GetArrayLength() > 0
            ? security[0].EnumerateObject().Single().Name
            : null;

    private static bool HasKey(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(
            parameter => parameter.GetProperty("in").GetString() == "header" && parameter.GetProperty("name").GetString() == "Idempotency-Key");

    private static bool BodyIsRequired(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.TryGetProperty("required", out var required) && required.GetBoolean();

    private static bool BodyIsJson(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _);
}
