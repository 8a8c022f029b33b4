using System.Text.Json;
using System.Text.Json.Nodes;
using Cashback.Purchases;

namespace Cashback.Networks;

/// <summary>Something that a sender does to a message, and what the message is to mean all the same: a row of Samples/Oddities.</summary>
public sealed record Oddity
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string[] UsualCarriers = ["query", "form", "json"];

    public required string Name { get; init; }

    /// <summary>confirmed (of a network that has no word for it: created) or declined.</summary>
    public string Status { get; init; } = "confirmed";

    /// <summary>By part of the description; null: left out.</summary>
    public Dictionary<string, string?> Set { get; init; } = [];

    /// <summary>What is written behind the value of a part.</summary>
    public Dictionary<string, string> Append { get; init; } = [];

    /// <summary>Members that nobody reads.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>Parameters that are given several times.</summary>
    public Dictionary<string, IReadOnlyList<string>> Repeat { get; init; } = [];

    /// <summary>A text of so many characters, of a part or of a parameter that nobody reads.</summary>
    public Dictionary<string, int> RepeatText { get; init; } = [];

    /// <summary>So many parameters more.</summary>
    public int Many { get; init; }

    public IReadOnlyList<string> Carriers { get; init; } = UsualCarriers;

    public IReadOnlyList<string> Channels { get; init; } = ["push", "batch", "report", "statistics"];

    /// <summary>Only of networks whose ids look so; null: of all.</summary>
    public LineIdForm? Ids { get; init; }

    /// <summary>amount, order (empty: none); or malformed with the part, or quarantine with the reason.</summary>
    public Dictionary<string, string> Reads { get; init; } = [];

    /// <summary>Also sent over HTTP.</summary>
    public bool Http { get; init; }

    public static IReadOnlyList<Oddity> All { get; } = Load();

    public ReportedStatus Wanted => Status == "declined" ? ReportedStatus.Declined : ReportedStatus.Confirmed;

    public static Oddity Of(string name) => All.Single(oddity => oddity.Name == name);

    /// <summary>Whether the network has the parts and the words for it.</summary>
    public bool AppliesTo(PlainMessage message) =>
        message.HasStatus(Wanted)
        && (Ids is null || Ids == message.Ids)
        && Set.Keys.Concat(Append.Keys).All(message.Has)
        && RepeatText.Keys.All(name => name.StartsWith("zz_", StringComparison.Ordinal) || message.Has(name));

    /// <summary>The parameters, in order; one can stand among them twice.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters(PlainMessage plain)
    {
        var values = plain.Values(Wanted);
        foreach (var (part, text) in Set)
        {
            plain.Put(values, part, text);
        }

        foreach (var (part, text) in Append)
        {
            plain.Put(values, part, values[plain.NameOf(part)] + text);
        }

        foreach (var (part, length) in RepeatText)
        {
            values[plain.Has(part) ? plain.NameOf(part) : part] = new string('x', length);
        }

        foreach (var (name, value) in Extra.Where(member => member.Value is JsonValue))
        {
            values[name] = value!.ToString();
        }

        return
        [
            .. values, .. Repeat.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value))),
            .. Enumerable.Range(0, Many).Select(i => KeyValuePair.Create($"zz_{i}", "1")),
        ];
    }

    private static Oddity[] Load()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Networks", "Samples", "Oddities", "oddities.json");
        return JsonNode.Parse(File.ReadAllText(path))!["rows"].Deserialize<Oddity[]>(Json)!;
    }
}
