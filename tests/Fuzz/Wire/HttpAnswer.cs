using System.Text;
using System.Text.Json;

namespace Cashback.Fuzz.Wire;

/// <summary>One answer as it came.</summary>
public sealed record HttpAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    private const int ShownMax = 1_000;

    /// <summary>All values of a header; null if it is not there.</summary>
    public string? Header(string name) =>
        Headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(
            header => header.Value).ToList() is { Count: > 0 } values
            ? string.Join(", ", values)
            : null;

    public string MediaType => Header("Content-Type")?.Split(';')[0].Trim() ?? "";

    public bool EndsConnection => Header("Connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Null: the body is no JSON.</summary>
    public JsonElement? Json()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Shown()
    {
        var body = Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, ShownMax)));
        return $"{Status}\n{string.Join('\n', Headers.Select(header => $"{header.Name}: {header.Value}"))}\n\n{body}";
    }
}
