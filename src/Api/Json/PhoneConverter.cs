using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cashback.Api.Json;

/// <summary>A phone number on the wire: written in E.164, read as people write it.</summary>
internal sealed class PhoneConverter : JsonConverter<Phone>
{
    public override Phone Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType is JsonTokenType.String ? CleanText.Read(ref reader) : null;
        return Phone.TryParse(text, out var phone, out var why) ? phone : throw new UnreadableException(why!);
    }

    public override void Write(Utf8JsonWriter writer, Phone value, JsonSerializerOptions options) => writer.WriteStringValue(value.E164);
}
