using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>
/// Lines of the history, oldest first, each as the JSON in which it is stored. A line is written once and read seldom,
/// while every save of its record writes it again: so it is made into JSON once, copied with each save, and made into
/// a line again when it is read. In memory it is one array instead of an object with its texts.
/// </summary>
[JsonConverter(typeof(Converter))]
internal sealed class SerializedLines : IReadOnlyList<HistoryLine>
{
    public static readonly SerializedLines Empty = new([]);

    private readonly ImmutableArray<byte[]> _lines;

    private SerializedLines(ImmutableArray<byte[]> lines) => _lines = lines;

    public int Count => _lines.Length;

    public HistoryLine this[int index] => JsonSerializer.Deserialize<HistoryLine>(_lines[index], StateJson.Options)!;

    public SerializedLines Add(HistoryLine line) => new(_lines.Add(StateJson.ToBytes(line)));

    public SerializedLines Slice(int start, int length) => new(_lines.Slice(start, length));

    public SerializedLines After(SerializedLines older) => new(_lines.InsertRange(0, older._lines));

    /// <summary>The newest line that contains the text and matches.</summary>
    public HistoryLine? FindLast(string word, Func<HistoryLine, bool> isIt)
    {
        var bytes = JsonEncodedText.Encode(word, StateJson.Writing.Encoder).EncodedUtf8Bytes;
        for (var index = Count - 1; index >= 0; index--)
        {
            if (_lines[index].AsSpan().IndexOf(bytes) >= 0 && this[index] is var line && isIt(line))
            {
                return line;
            }
        }

        return null;
    }

    public IEnumerator<HistoryLine> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal sealed class Converter : JsonConverter<SerializedLines>
    {
        public override SerializedLines Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("Lines of the history are expected as an array.");
            }

            var lines = ImmutableArray.CreateBuilder<byte[]>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                using var line = JsonDocument.ParseValue(ref reader);
                lines.Add(JsonMarshal.GetRawUtf8Value(line.RootElement).ToArray());
            }

            return new SerializedLines(lines.ToImmutable());
        }

        public override void Write(Utf8JsonWriter writer, SerializedLines value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var line in value._lines)
            {
                writer.WriteRawValue(line, skipInputValidation: true);
            }

            writer.WriteEndArray();
        }
    }
}
