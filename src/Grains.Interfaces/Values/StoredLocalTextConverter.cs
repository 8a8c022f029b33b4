using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback;

/// <summary>A text in a record: <c>{"en":"…","ru":"…"}</c>.</summary>
public sealed class StoredLocalTextConverter : JsonConverter<LocalText>
{
    public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var text = document.RootElement;
        return text.ValueKind is JsonValueKind.String
            ? new LocalText(text.GetString()!, text.GetString()!)
            : new LocalText(text.GetProperty("en").GetString()!, text.GetProperty("ru").GetString()!);
    }

    public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("en", value.En);
        writer.WriteString("ru", value.Ru);
        writer.WriteEndObject();
    }
}
