using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Api.Json;

/// <summary>A time with its offset, or a day alone, which is read as its midnight.</summary>
public sealed class DayOrTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string DayForm = "yyyy-MM-dd";
    private static readonly TimeConverter Times = new();

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && CleanText.Read(ref reader) is { Length: 10 } text
        && DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : Times.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
