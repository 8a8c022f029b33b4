using System.Text.Json;

namespace Cashback.Fuzz.Description;

/// <summary>The OpenAPI document of a running service: its operations, and what its schemas say.</summary>
public sealed class ApiDocument
{
    private readonly JsonElement _root;

    public ApiDocument(JsonElement root)
    {
        _root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.ValueKind is JsonValueKind.Object
               select Read(operation.Name.ToUpperInvariant(), path.Name, operation.Value),

            // Not described, and open to everybody all the same.
            .. from path in (string[])["/health/live", "/health/ready", "/openapi/v1.json", "/scalar/", "/", "/nowhere/{id}"]
               select new Operation("GET", path, Caller.Nobody, [], []),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The schema that stands behind references and choices; of the latter the first that is not null.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        while (true)
        {
            schema = Follow(schema);
            if (Choice(schema) is { } choice)
            {
                schema = choice;
            }
            else
            {
                return schema;
            }
        }
    }

    /// <summary>What a reference names; anything else is itself.</summary>
    public JsonElement Follow(JsonElement schema)
    {
        while (schema.ValueKind is JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
        {
            schema = Find(reference.GetString()!);
        }

        return schema;
    }

    /// <summary>object, array, string, integer, number or boolean; any of them if nothing is said.</summary>
    public static string TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? schema.TryGetProperty("properties", out _) ? "object" : "string"
        : type.ValueKind is JsonValueKind.String ? type.GetString()!
        : type.EnumerateArray().Select(one => one.GetString()!).FirstOrDefault(one => one != "null") ?? "null";

    private static JsonElement? Choice(JsonElement schema)
    {
        foreach (var name in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema.TryGetProperty(name, out var choices))
            {
                return choices.EnumerateArray().FirstOrDefault(choice => !choice.TryGetProperty("type", out var type) || type.ToString() != "null");
            }
        }

        return null;
    }

    private JsonElement Find(string reference)
    {
        var found = _root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            found = found.GetProperty(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        }

        return found;
    }

    private Operation Read(string method, string template, JsonElement operation)
    {
        var scheme = operation.TryGetProperty("security", out var security) && security.GetArrayLength() > 0
            ? security[0].EnumerateObject().First().Name
            : "";
        var natural = scheme switch
        {
            "subscriber" => Caller.Subscriber,
            "operations" => Caller.Operator,
            "shop" => Caller.Shop,
            _ => Caller.Nobody,
        };
        var parameters = operation.TryGetProperty("parameters", out var list)
            ? list.EnumerateArray().Select(
                one => new Parameter(one.GetProperty("in").GetString()!, one.GetProperty("name").GetString()!)).ToList()
            : [];
        var bodies = operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").EnumerateObject().Select(
                one => new BodyKind(one.Name, one.Value.TryGetProperty("schema", out var schema) ? schema : default)).ToList()
            : [];
        return new Operation(method, template, natural, parameters, bodies)
        {
            Answers = new AnswerSchemas(this, operation.GetProperty("responses")),
        };
    }
}
