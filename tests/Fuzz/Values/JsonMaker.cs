using System.Globalization;
using System.Text.Json;
using Cashback.Fuzz.Description;
using Cashback.Fuzz.Story;

namespace Cashback.Fuzz.Values;

/// <summary>Writes JSON of a schema: valid throughout, or with bad values, or with members that are not as they should be.</summary>
/// <param name="badValues">Per cent of the values.</param>
/// <param name="badShapes">Per cent of the objects.</param>
public sealed class JsonMaker(ApiDocument document, World world, Operation operation, Draw draw, int badValues, int badShapes)
{
    private const int DepthMax = 6;

    public string Make(JsonElement schema) => schema.ValueKind is JsonValueKind.Undefined ? "{}" : Value(schema, "", 0);

    private string Value(JsonElement given, string name, int depth)
    {
        if (depth > 0 && draw.Chance(badValues))
        {
            return BadJson.Of(draw);
        }

        var schema = document.Resolve(given);
        if (schema.TryGetProperty("enum", out var words))
        {
            return words[draw.Below(words.GetArrayLength())].GetRawText();
        }

        return ApiDocument.TypeOf(schema) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, name, depth),
            "integer" => Integer(name),
            "number" => draw.Either("5", "1", "10", "0.5", "\"2.5\""),
            "boolean" => draw.Either("true", "false"),
            "null" => "null",
            _ => BadJson.Quote(Text(schema, name)),
        };
    }

    private string Integer(string name) => name switch
    {
        "denomination" => draw.Either("100", "500", "1000", "5000"),
        "confirmationDays" => draw.Either("1", "30", "90"),
        _ => draw.Either("0", "1", "2", "10", "300", "5000"),
    };

    private string Text(JsonElement schema, string name) =>
        schema.TryGetProperty("format", out var format) && format.GetString() is { } known
            ? known switch
            {
                "date-time" => world.Now.AddHours(draw.Below(200) - 100).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
                "date" => world.Now.AddDays(draw.Below(60) - 30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "uuid" => "00000000-0000-0000-0000-000000000001",
                _ => world.Value(name, operation, draw) ?? "text",
            }
            : world.Value(name, operation, draw) ?? draw.Either("text", "Слово", "1", "default");

    private string Array(JsonElement schema, string name, int depth)
    {
        var items = schema.TryGetProperty("items", out var of) ? of : default;
        var values = Enumerable.Range(0, draw.Below(3) + 1)
            .Select(
                _ => items.ValueKind is JsonValueKind.Object ? Value(items, name, depth + 1) : BadJson.Quote(
                    world.Value(name, operation, draw) ?? "text"));
        return "[" + string.Join(',', values) + "]";
    }

    private string Object(JsonElement schema, int depth)
    {
        var members = new List<string>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            var required = schema.TryGetProperty("required", out var names)
                ? names.EnumerateArray().Select(one => one.GetString()).ToHashSet()
                : [];
            foreach (var property in properties.EnumerateObject())
            {
                if (required.Contains(property.Name) || (depth < DepthMax && draw.Chance(depth == 0 ? 50 : 25)))
                {
                    members.Add($"\"{property.Name}\":{Value(property.Value, property.Name, depth + 1)}");
                }
            }
        }
        else if (depth < DepthMax)
        {
            members.Add(schema.TryGetProperty("additionalProperties", out var any) && any.ValueKind is JsonValueKind.Object
                ? $"\"{draw.Either("push", "report", "approved", "X-Sign")}\":{Value(any, "", depth + 1)}"
                : "\"USD\":\"90.50\"");
        }

        return draw.Chance(badShapes) ? Misshapen(members) : "{" + string.Join(',', members) + "}";
    }

    private string Misshapen(List<string> members)
    {
        switch (draw.Below(8))
        {
            case 0 when members.Count > 0:
                members.RemoveAt(draw.Below(members.Count));
                break;
            case 1 when members.Count > 0:
                members.Add(draw.Of(members));
                break;
            case 2 when members.Count > 0:
                var member = draw.Of(members);
                members.Add(char.ToUpperInvariant(member[1]) is var first ? $"\"{first}{member[2..]}" : member);
                break;
            case 3:
                members.Add($"{BadJson.Quote(BadText.Of(draw))}:{BadJson.Of(draw)}");
                break;
            case 4:
                members.AddRange(Enumerable.Range(0, draw.Either(100, 3_000)).Select(n => string.Create(CultureInfo.InvariantCulture, $"\"m{n}\":{n}")));
                break;
            case 5:
                return BadJson.Of(draw);
            case 6:
                return "[{" + string.Join(',', members) + "}]";
            default:
                var text = "{" + string.Join(',', members) + "}";
                return text[..draw.Below(text.Length)];
        }

        return "{" + string.Join(',', members) + "}";
    }
}
