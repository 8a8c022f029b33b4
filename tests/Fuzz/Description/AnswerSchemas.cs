using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cashback.Fuzz.Wire;

namespace Cashback.Fuzz.Description;

/// <summary>
/// What the document says of an operation's answers. Of JSON Schema it knows what the document uses: references, choices,
/// types, required members, members of lists and of dictionaries, lists of values and patterns.
/// </summary>
/// <param name="responses">By status.</param>
public sealed class AnswerSchemas(ApiDocument document, JsonElement responses)
{
    private static readonly string[] All = ["allOf"];
    private static readonly string[] Any = ["oneOf", "anyOf"];

    /// <summary>In words, with the place; null: the answer is as the document says.</summary>
    public string? WrongWith(HttpAnswer answer)
    {
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        if (!responses.TryGetProperty(status, out var described) && (answer.Status < 400 || !responses.TryGetProperty("default", out described)))
        {
            return $"The document has no answer {status}.";
        }

        described = document.Follow(described);
        if (!described.TryGetProperty("content", out var content))
        {
            return answer.Body.Length == 0 ? null : "The document says nothing of a body.";
        }

        return !content.TryGetProperty(answer.MediaType, out var kind) ? $"The document has no '{answer.MediaType}' for it."
            : !answer.MediaType.EndsWith("json", StringComparison.Ordinal) || answer.Header("Content-Encoding") is not null ? null
            : kind.TryGetProperty("schema", out var schema) && answer.Json() is { } body ? WrongWith(body, schema, "$") : null;
    }

    private string? WrongWith(JsonElement value, JsonElement schema, string place)
    {
        schema = document.Follow(schema);
        if (schema.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var choices in Choices(schema, Any))
        {
            var faults = choices.Select(choice => WrongWith(value, choice, place)).ToList();
            if (!faults.Contains(null))
            {
                return faults[^1];
            }
        }

        return Choices(schema, All).SelectMany(choices => choices).Select(
            choice => WrongWith(value, choice, place)).FirstOrDefault(fault => fault is not null)
            ?? WrongType(value, schema, place)
            ?? WrongText(value, schema, place)
            ?? WrongMembers(value, schema, place);
    }

    private static IEnumerable<JsonElement.ArrayEnumerator> Choices(JsonElement schema, string[] names) =>
        from name in names where schema.TryGetProperty(name, out _) select schema.GetProperty(name).EnumerateArray();

    private static string? WrongType(JsonElement value, JsonElement schema, string place)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        var names = type.ValueKind is JsonValueKind.Array
            ? type.EnumerateArray().Select(one => one.GetString()).ToList()
            : [type.GetString()];
        return names.Exists(name => Is(value, name)) ? null : $"{place} is {value.ValueKind}, not {string.Join(" or ", names)}.";
    }

    private static bool Is(JsonElement value, string? type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        _ => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
    };

    private static string? WrongText(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            return $"{place} is {value}, which the document does not list.";
        }

        return value.ValueKind is JsonValueKind.String && schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(value.GetString()!, pattern.GetString()!, RegexOptions.NonBacktracking)
                ? $"{place} is {value}, which is not like {pattern}."
                : null;
    }

    private string? WrongMembers(JsonElement value, JsonElement schema, string place)
    {
        if (value.ValueKind is JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            return value.EnumerateArray().Select((item, i) => WrongWith(item, items, $"{place}[{i}]")).FirstOrDefault(fault => fault is not null);
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().Select(name => name.GetString()!).FirstOrDefault(name => !value.TryGetProperty(name, out _))
                is { } missing)
        {
            return $"{place}.{missing} is missing.";
        }

        var properties = schema.TryGetProperty("properties", out var known) ? known : default;
        var others = schema.TryGetProperty("additionalProperties", out var rest) ? rest : default;
        return value.EnumerateObject()
            .Select(member => properties.ValueKind is JsonValueKind.Object && properties.TryGetProperty(member.Name, out var of)
                ? WrongWith(member.Value, of, $"{place}.{member.Name}")
                : others.ValueKind is JsonValueKind.Object ? WrongWith(member.Value, others, $"{place}.{member.Name}") : null)
            .FirstOrDefault(fault => fault is not null);
    }
}
