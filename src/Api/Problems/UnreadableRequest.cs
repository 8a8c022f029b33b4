using System.Text.Json;
using System.Text.RegularExpressions;
using Cashback.Api.Json;

namespace Cashback.Api.Problems;

/// <summary>Names the field at fault in a request that could not be read.</summary>
internal static partial class UnreadableRequest
{
    private const string WholeBody = "body";
    private static readonly LocalText[] Required = [new("This is required.", "Это обязательное поле.")];

    public static Dictionary<string, LocalText[]> Errors(BadHttpRequestException unreadable)
    {
        if (unreadable.InnerException is JsonException json)
        {
            return Errors(json);
        }

        var parameter = QuotedParameter().Match(unreadable.Message);
        if (!parameter.Success)
        {
            return One(WholeBody, new("The request can't be read.", "Запрос не удалось прочитать."));
        }

        var missing = unreadable.Message.StartsWith("Required", StringComparison.Ordinal);
        var field = unreadable.Message.Contains(" body", StringComparison.Ordinal) ? WholeBody : parameter.Groups["name"].Value;
        return One(field, missing ? Required[0] : new LocalText("This can't be read.", "Это значение не удалось прочитать."));
    }

    private static Dictionary<string, LocalText[]> Errors(JsonException json)
    {
        var missing = MissingProperties().Match(json.Message);
        if (missing.Success)
        {
            var prefix = FieldOf(json.Path) is { } at && at != WholeBody ? at + "." : "";
            return QuotedName().Matches(missing.Groups["names"].Value)
                .ToDictionary(name => prefix + name.Groups[1].Value, _ => Required);
        }

        return One(FieldOf(json.Path), json is UnreadableException unreadable ? unreadable.Why : Why(json));
    }

    private static LocalText Why(JsonException json) =>
        json.Message.Contains("could not be converted", StringComparison.Ordinal)
            ? new("This has the wrong type, or is not one of the values that are known.", "Значение неверного типа или не из списка допустимых.")
        : json.Message.Contains("getting null", StringComparison.Ordinal) || json.Message.Contains("disallows null", StringComparison.Ordinal)
            || json.Message.Contains("doesn't allow", StringComparison.Ordinal)
            ? new("This can't be null.", "Значение не может быть null.")
        : json.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase)
            ? new("This stands in the body twice.", "Это поле указано в теле запроса дважды.")
        : new("The JSON can't be read here.", "Здесь не удалось прочитать JSON.");

    /// <summary><c>$.goals[0].phone</c> as <c>goals[0].phone</c>; no path, or the root: the body.</summary>
    private static string FieldOf(string? path)
    {
        var field = path is null || path.Length < 2 || path[0] != '$' ? "" : path[1..].TrimStart('.');
        return field.Length is 0 or > 200 ? WholeBody : field;
    }

    private static Dictionary<string, LocalText[]> One(string field, LocalText why) => new() { [field] = [why] };

    [GeneratedRegex("parameter \"[^\"]*?(?<name>[A-Za-z_][A-Za-z0-9_]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedParameter();

    [GeneratedRegex("missing required properties including: (?<names>.*?)(\\. Path|$)", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex MissingProperties();

    [GeneratedRegex("'([^']+)'", RegexOptions.NonBacktracking)]
    private static partial Regex QuotedName();
}
