using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Api.Json;

/// <summary>A time with its offset: without one the framework would take it for the server's own, whatever zone that is in.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>More than any time takes, escapes included; what is longer is refused unread.</summary>
    private const int BytesMax = 256;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && (reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) <= BytesMax
        && CleanText.Read(ref reader) is { } text
        && HasOffset(text)
        && reader.TryGetDateTimeOffset(out var time)
            ? time
            : throw new UnreadableException(new(
                "A time with its offset is expected, for example 2026-11-20T10:00:00+03:00.",
                "Нужно время со смещением, например 2026-11-20T10:00:00+03:00."));

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    /// <summary><c>Z</c>, <c>+03:00</c> or <c>+0300</c> at the end, after a time of the day.</summary>
    private static bool HasOffset(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('T') is var time && time < 0)
        {
            return false;
        }

        var rest = text[(time + 1)..];
        return rest.EndsWith("Z") || EndsWithOffset(rest, "+00:00") || EndsWithOffset(rest, "+0000");
    }

    private static bool EndsWithOffset(ReadOnlySpan<char> text, string form)
    {
        if (text.Length < form.Length)
        {
            return false;
        }

        var offset = text[^form.Length..];
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] switch
            {
                '+' => offset[i] is not ('+' or '-'),
                '0' => !char.IsAsciiDigit(offset[i]),
                var sign => offset[i] != sign
            })
            {
                return false;
            }
        }

        return true;
    }
}
