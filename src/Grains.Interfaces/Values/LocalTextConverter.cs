using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback;

/// <summary>An object with both languages. A plain string, as texts were stored before they had two, is read as both.</summary>
public sealed class LocalTextConverter : JsonConverter<LocalText>
{
    public override LocalText? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() is { } text ? new LocalText(text, text) : null;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A text in two languages is expected.");
        }

        string? en = null, ru = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "en":
                    en = reader.GetString();
                    break;
                case "ru":
                    ru = reader.GetString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return en is not null && ru is not null ? new LocalText(en, ru) : throw new JsonException("A text lacks one of its languages.");
    }

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("en", value.En);
        writer.WriteString("ru", value.Ru);
        writer.WriteEndObject();
    }
}
