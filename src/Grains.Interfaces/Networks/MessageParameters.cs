using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cashback.Networks;

/// <param name="Parameter">The one at fault.</param>
public sealed record MessageFault(string Parameter, LocalText Why);

/// <summary>
/// The parameters of a network's message, from its query, form, JSON or XML, merged: unknown ones are kept, and one that
/// is given twice with different values is refused.
/// </summary>
/// <param name="packedField">The parameter that holds a JSON object (<see cref="MessageBody"/>): it is no value itself, and may be long.</param>
public sealed class MessageParameters(string? packedField = null)
{
    public const int BytesMax = 64 * 1024;

    private const int UsualCount = 16;
    private const int CountMax = 200;
    private const int NestedCountMax = 1_000;
    private const int DepthMax = 8;
    private const int NameMax = 128;
    private const int ValueMax = 4_096;
    private const int FaultNameMax = 40;
    private const int OnStackMax = 512;
    private const int FormOnStackMax = 2_048;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    internal static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private readonly Dictionary<string, string> _values = new(UsualCount, StringComparer.Ordinal);
    private string? _packed;
    private bool _nested;

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <inheritdoc cref="AddForm(ReadOnlySpan{byte})"/>
    public MessageFault? AddForm(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = length <= FormOnStackMax ? stackalloc byte[length] : new byte[length];
        return AddForm(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Adds <c>name=value&amp;…</c>, percent-encoded. Bytes that are not UTF-8 are read as Windows-1251.</summary>
    public MessageFault? AddForm(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (Add(name, value) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>Adds the members of a JSON object; nulls count as not given.</summary>
    /// <param name="nested">Objects and arrays may stand in it: their values are known by their path, <c>lines[0].sum</c>.</param>
    public MessageFault? AddJson(ReadOnlyMemory<byte> text, bool nested = false)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = nested ? DepthMax : 4 });
            _nested |= nested;
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? AddMembers(document.RootElement, "", nested)
                : new MessageFault("body", "A JSON object is expected.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            return new MessageFault("body", "The body is not readable JSON.");
        }
    }

    /// <summary>Adds the members of the JSON object that stands in the packed field, if that is there.</summary>
    public MessageFault? Unpack(bool nested)
    {
        if (string.IsNullOrWhiteSpace(_packed))
        {
            return null;
        }

        var fault = AddJson(Encoding.UTF8.GetBytes(_packed), nested);
        return fault is { Parameter: "body" } ? fault with { Parameter = packedField! } : fault;
    }

    /// <summary>Adds the elements and attributes below an XML document's root. A document type is refused: it can name files and grow without end.</summary>
    public MessageFault? AddXml(byte[] text)
    {
        _nested = true;
        return MessageXml.Read(text, Add);
    }

    private MessageFault? AddMembers(JsonElement element, string path, bool nested)
    {
        foreach (var member in element.EnumerateObject())
        {
            if (AddValue(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", nested) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private MessageFault? AddValue(JsonElement value, string name, bool nested)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                // As a form would say it.
                return Add(name, value.ValueKind == JsonValueKind.True ? "true" : "false");
            case JsonValueKind.Object when nested:
                return AddMembers(value, name, nested);
            case JsonValueKind.Array when nested:
                return value.EnumerateArray()
                    .Select((element, i) => AddValue(element, string.Create(CultureInfo.InvariantCulture, $"{name}[{i}]"), nested))
                    .FirstOrDefault(fault => fault is not null);
            case JsonValueKind.Object or JsonValueKind.Array:
                return new MessageFault(Shown(name), "A text, a number, true or false is expected.");
            default:
                return Add(name, value.ToString());
        }
    }

    private MessageFault? Add(string name, string value)
    {
        if (name.Length is 0 or > NameMax || name.Contains('\0', StringComparison.Ordinal))
        {
            return new MessageFault(Shown(name), $"The name of a parameter is 1 to {NameMax} characters without NUL.");
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            return new MessageFault(name, "The value holds a NUL character.");
        }

        if (name == packedField)
        {
            var twice = _packed is not null && _packed != value;
            _packed = value;
            return twice ? new MessageFault(name, "The parameter is given twice, with different values.") : null;
        }

        if (value.Length > ValueMax)
        {
            return new MessageFault(name, $"The value is longer than {ValueMax} characters.");
        }

        if (_values.TryGetValue(name, out var known))
        {
            return known == value ? null : new MessageFault(name, "The parameter is given twice, with different values.");
        }

        var most = _nested ? NestedCountMax : CountMax;
        if (_values.Count >= most)
        {
            return new MessageFault(name, $"There are more than {most} parameters.");
        }

        _values.Add(name, value);
        return null;
    }

    private static string Shown(string name)
    {
        var plain = name.Replace("\0", "", StringComparison.Ordinal);
        return plain.Length == 0 ? "(unnamed)" : plain[..Math.Min(plain.Length, FaultNameMax)];
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = text.Length <= OnStackMax ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '%' && i + 2 < text.Length && Hex(text[i + 1]) is >= 0 and var high && Hex(text[i + 2]) is >= 0 and var low)
            {
                octet = (byte)((high << 4) | low);
                i += 2;
            }
            else if (octet == '+')
            {
                octet = (byte)' ';
            }

            bytes[length++] = octet;
        }

        try
        {
            return Utf8.GetString(bytes[..length]);
        }
        catch (DecoderFallbackException)
        {
            return Windows1251.GetString(bytes[..length]);
        }
    }

    private static int Hex(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };
}
