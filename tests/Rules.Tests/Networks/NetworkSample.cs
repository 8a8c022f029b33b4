using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cashback.Networks;

/// <summary>A message as a network documents it, what it says, and what a purchase is after it and those before it.</summary>
public sealed record NetworkSample
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required string What { get; init; }

    public string Channel { get; init; } = "push";

    public string? Query { get; init; }

    /// <summary>Objects in it are fields that hold JSON.</summary>
    public JsonObject? Form { get; init; }

    [JsonPropertyName("json")]
    public JsonObject? JsonBody { get; init; }

    public string? Xml { get; init; }

    /// <summary>line (<c>*</c> at its end: whatever follows), status, amount, …; or malformed, or quarantine.</summary>
    public required Dictionary<string, string> Reads { get; init; }

    /// <summary>applied, unchanged, quarantined, or <c>400 parameter</c>. Null: not a push.</summary>
    public string? Answer { get; init; }

    /// <summary>Status and amount of the purchase.</summary>
    public string? Then { get; init; }

    /// <summary>It is about another line than those before it.</summary>
    public bool Other { get; init; }

    public static IReadOnlyList<string> Networks { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Networks", "Samples");

    public static IReadOnlyList<NetworkSample> Of(string network)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, network + ".json")))!;
        return [.. file["messages"]!.AsArray().Select(message => message.Deserialize<NetworkSample>(Json)!)];
    }

    /// <summary>As it goes over the wire.</summary>
    public (string Query, byte[] Body, string? ContentType) Raw(string clickId)
    {
        var query = Filled(Query ?? "", clickId);
        if (Form is not null)
        {
            var pairs = Form.Select(field =>
                $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(Filled(field.Value is JsonObject nested ? nested.ToJsonString() : field.Value!.GetValue<string>(), clickId))}");
            return (query, Encoding.UTF8.GetBytes(string.Join('&', pairs)), "application/x-www-form-urlencoded");
        }

        return JsonBody is not null ? (query, Encoding.UTF8.GetBytes(Filled(JsonBody.ToJsonString(), clickId)), "application/json; charset=utf-8")
            : Xml is not null ? (query, Encoding.UTF8.GetBytes(Filled(Xml, clickId)), "application/xml")
            : (query, [], null);
    }

    private static string Filled(string text, string clickId) => text.Replace("{click}", clickId, StringComparison.Ordinal);
}
