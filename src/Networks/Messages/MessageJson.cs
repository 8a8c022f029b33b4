using System.Globalization;
using System.Text.Json;

namespace Cashback.Networks;

/// <summary>Reads the members of a JSON object as parameters; nulls count as not given.</summary>
internal static class MessageJson
{
    /// <summary>How deep values are read. What stands deeper is no description's.</summary>
    private const int NestedDepthMax = 8;
    private const int DepthMax = 256;

    /// <param name="text">In UTF-8, without a byte order mark.</param>
    /// <param name="nested">Objects and arrays may stand in it: their values are known by their path, <c>lines[0].sum</c>.</param>
    /// <param name="doubt">Called with a parameter that can't be read, and why.</param>
    /// <returns>What is wrong with the text as a whole.</returns>
    public static MessageFault? Read(ReadOnlyMemory<byte> text, bool nested, Action<string, string> add, Action<string, LocalText> doubt)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthMax });
            var root = document.RootElement;

            // A list of one message is that message.
            root = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1 ? root[0] : root;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new MessageFault("body", new("A JSON object is expected.", "Нужен объект JSON."));
            }

            new Reader(add, doubt).AddMembers(root, "", nested ? NestedDepthMax : 0);
            return null;
        }
        catch (JsonException)
        {
            return new MessageFault("body", new("The body is not readable JSON.", "Не удалось прочитать тело как JSON."));
        }
    }

    private readonly struct Reader(Action<string, string> add, Action<string, LocalText> doubt)
    {
        /// <param name="depth">How much deeper objects and arrays are read.</param>
        public void AddMembers(JsonElement element, string path, int depth)
        {
            foreach (var member in element.EnumerateObject())
            {
                if (NameOf(member) is { } name)
                {
                    AddValue(member.Value, path.Length == 0 ? name : $"{path}.{name}", depth);
                }
            }
        }

        private void AddValue(JsonElement value, string name, int depth)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.True or JsonValueKind.False:
                    // As a form would say it.
                    add(name, value.ValueKind == JsonValueKind.True ? "true" : "false");
                    break;
                case JsonValueKind.Object when depth > 0:
                    AddMembers(value, name, depth - 1);
                    break;
                case JsonValueKind.Array when depth > 0:
                    var i = 0;
                    foreach (var element in value.EnumerateArray())
                    {
                        AddValue(element, string.Create(CultureInfo.InvariantCulture, $"{name}[{i++}]"), depth - 1);
                    }

                    break;
                case JsonValueKind.Object or JsonValueKind.Array:
                    doubt(name, new("A text, a number, true or false is expected.", "Нужен текст, число, true или false."));
                    break;
                default:
                    AddText(value, name);
                    break;
            }
        }

        private void AddText(JsonElement value, string name)
        {
            try
            {
                add(name, value.ToString());
            }
            catch (InvalidOperationException)
            {
                doubt(name, new("The text holds half a character.", "В тексте есть неполный символ Юникода."));
            }
        }

        /// <summary>Null: half a character stands in it, as in no description's.</summary>
        private static string? NameOf(JsonProperty member)
        {
            try
            {
                return member.Name;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }
}
