using System.Text;
using System.Text.Json;

namespace Cashback.Networks;

/// <param name="Parameter">The one at fault.</param>
public sealed record MessageFault(string Parameter, string Why);

/// <summary>
/// The parameters of a network's message, from its query, form or JSON, merged: unknown ones are kept, and one that
/// is given twice with different values is refused.
/// </summary>
public sealed class MessageParameters
{
    public const int BytesMax = 64 * 1024;

    private const int CountMax = 200;
    private const int NameMax = 128;
    private const int ValueMax = 4_096;
    private const int FaultNameMax = 40;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

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

    /// <summary>Adds the members of a JSON object of scalars; nulls count as not given.</summary>
    public MessageFault? AddJson(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new MessageFault("body", "A JSON object is expected.");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    return new MessageFault(Shown(member.Name), "A text, a number, true or false is expected.");
                }

                if (member.Value.ValueKind != JsonValueKind.Null && Add(member.Name, member.Value.ToString(), member.Value) is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair.
            return new MessageFault("body", "The body is not readable JSON.");
        }
    }

    // A JSON true is "true" as a form would say it.
    private MessageFault? Add(string name, string value, JsonElement element) =>
        Add(name, element.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => value });

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

        if (value.Length > ValueMax)
        {
            return new MessageFault(name, $"The value is longer than {ValueMax} characters.");
        }

        if (_values.TryGetValue(name, out var known))
        {
            return known == value ? null : new MessageFault(name, "The parameter is given twice, with different values.");
        }

        if (_values.Count == CountMax)
        {
            return new MessageFault(name, $"There are more than {CountMax} parameters.");
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
        var bytes = new byte[text.Length];
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
            return Utf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return Windows1251.GetString(bytes, 0, length);
        }
    }

    private static int Hex(byte octet) => char.IsAsciiHexDigit((char)octet) ? Convert.ToInt32(((char)octet).ToString(), 16) : -1;
}
