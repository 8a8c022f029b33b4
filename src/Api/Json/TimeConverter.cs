using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Cashback.Api.Json;

/// <summary>A time with its offset: without one the framework would take it for the server's own, whatever zone that is in.</summary>
internal sealed partial class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && CleanText.Read(ref reader) is { } text
        && OffsetAtTheEnd().IsMatch(text)
        && reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new UnreadableException("A time with its offset is expected, for example 2026-11-20T10:00:00+03:00.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    [GeneratedRegex(@"T.*(Z|[+-][0-9]{2}:?[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex OffsetAtTheEnd();
}
