using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Api.Json;

/// <summary>
/// Text without what no store or log takes: control characters other than tab and line breaks (PostgreSQL has no place
/// for NUL) and halves of surrogate pairs.
/// </summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new UnreadableException(new("Text is expected here.", "Здесь нужен текст."));
        }

        var text = CleanText.Read(ref reader);
        return CleanText.Is(text) ? text : throw new UnreadableException(CleanText.Fault);
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

internal static class CleanText
{
    public static readonly LocalText Fault = new(
        "The text holds characters that can't be stored (control characters or broken Unicode).",
        "В тексте есть символы, которые нельзя сохранить: управляющие или повреждённый Юникод.");

    /// <exception cref="UnreadableException">It is broken Unicode.</exception>
    public static string? Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException(Fault);
        }
    }

    /// <summary>What a value that is text says; null: it is broken Unicode.</summary>
    public static string? Of(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static bool Is(string? text)
    {
        for (var i = 0; i < text?.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(character) || (char.IsControl(character) && character is not ('\t' or '\n' or '\r')))
            {
                return false;
            }
        }

        return true;
    }
}
