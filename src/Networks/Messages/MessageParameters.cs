using System.Text;

namespace Cashback.Networks;

/// <param name="Parameter">The one at fault.</param>
public sealed record MessageFault(string Parameter, LocalText Why);

/// <summary>
/// The parameters of a network's message, from its query, form, JSON or XML, merged. What nobody reads is kept if it is
/// small, and cut or left out if it is not. What is read and stands in doubt (given twice with different values, too long)
/// is noted: whether the message is refused for it depends on what it says.
/// </summary>
/// <param name="packedField">The parameter that holds a JSON object (<see cref="MessageBody"/>): it is no value itself, and may
/// be long.</param>
/// <param name="uses">Which parameters are read; null: all.</param>
/// <param name="whole">Set: only what is read is kept, and the rest is read of it when it is wanted.</param>
public sealed class MessageParameters(string? packedField = null, UsedParameters? uses = null, MessageSource? whole = null)
{
    public const int BytesMax = 64 * 1024;

    private const int UsualCount = 16;
    private const int UsualUsedCount = 10;
    private const int CountMax = 200;
    private const int NestedCountMax = 1_000;
    private const int NameMax = 128;
    private const int ValueMax = 4_096;
    private const int FaultNameMax = 40;
    private const int OnStackMax = 512;
    private const int FormOnStackMax = 2_048;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    internal static readonly Encoding Windows1251 = CodePagesEncodingProvider.Instance.GetEncoding(1251)!;
    private readonly Dictionary<string, string> _values = new(whole is null ? UsualCount : UsualUsedCount, StringComparer.Ordinal);
    private List<MessageFault>? _doubts;
    private string? _packed;
    private bool _nested;

    /// <summary>At least those that are read.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>All of them, what nobody reads included.</summary>
    public IReadOnlyDictionary<string, string> AllValues => whole is null ? _values : MessageContent.ReadAll(whole).Values;

    /// <summary>Parameters that are read and stand in doubt; the value that counts is the first.</summary>
    public IReadOnlyList<MessageFault> Doubts => _doubts ?? (IReadOnlyList<MessageFault>)Array.Empty<MessageFault>();

    /// <summary>
    /// What is wrong with the body as a whole; null: nothing, or there is none. It does not matter if nobody needs the body.
    /// </summary>
    public MessageFault? BodyFault { get; internal set; }

    /// <summary>The body is of a kind that the network's description does not allow.</summary>
    public bool IsUnsupported { get; internal set; }

    /// <inheritdoc cref="AddForm(ReadOnlySpan{byte})"/>
    public MessageFault? AddForm(ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = length <= FormOnStackMax ? stackalloc byte[length] : new byte[length];
        return AddForm(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>Adds <c>name=value&amp;…</c>, percent-encoded. Bytes that are not UTF-8 are read as Windows-1251.</summary>
    /// <returns>The first doubt that it raises.</returns>
    public MessageFault? AddForm(ReadOnlySpan<byte> text)
    {
        var before = Doubts.Count;
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            if (NameOf(equals < 0 ? pair : pair[..equals]) is { } name)
            {
                Add(name, equals < 0 ? "" : Decode(pair[(equals + 1)..]));
            }
        }

        return DoubtAfter(before);
    }

    /// <summary>Adds the members of a JSON object; nulls count as not given.</summary>
    /// <param name="nested">Objects and arrays may stand in it: their values are known by their path, <c>lines[0].sum</c>.</param>
    /// <returns>What is wrong with the text as a whole, or the first doubt that it raises.</returns>
    public MessageFault? AddJson(ReadOnlyMemory<byte> text, bool nested = false)
    {
        var before = Doubts.Count;
        var fault = ReadJson(text, nested);
        BodyFault ??= fault;
        return fault ?? DoubtAfter(before);
    }

    /// <summary>Adds the members of the JSON object that stands in the packed field, if that is there.</summary>
    public MessageFault? Unpack(bool nested)
    {
        if (string.IsNullOrWhiteSpace(_packed))
        {
            return null;
        }

        var before = Doubts.Count;
        if (ReadJson(Encoding.UTF8.GetBytes(_packed), nested) is { } fault)
        {
            Doubt(packedField!, fault.Why);
        }

        return DoubtAfter(before);
    }

    /// <summary>
    /// Adds the elements and attributes below an XML document's root. A document type is refused: it can name files and grow
    /// without end.
    /// </summary>
    public MessageFault? AddXml(byte[] text)
    {
        _nested = true;
        var before = Doubts.Count;
        var fault = MessageXml.Read(text, Add);
        BodyFault ??= fault;
        return fault ?? DoubtAfter(before);
    }

    /// <summary>Adds the fields of a <c>multipart/form-data</c> body.</summary>
    /// <param name="boundary">Null: as the body's first line has it.</param>
    public MessageFault? AddMultipart(ReadOnlySpan<byte> body, string? boundary)
    {
        var before = Doubts.Count;
        var fault = MessageMultipart.Read(body, boundary, Add) ? null : new MessageFault("body", new(
            "The body is not readable multipart/form-data.",
            "Не удалось прочитать тело как multipart/form-data."));
        BodyFault ??= fault;
        return fault ?? DoubtAfter(before);
    }

    /// <summary>
    /// Takes note of parameters that stand outside of what is signed. They are not read, and must not say anything else than
    /// what is.
    /// </summary>
    public void CompareUnsigned(MessageParameters unsigned)
    {
        foreach (var (name, value) in unsigned.Values)
        {
            if (UseOf(name) != ParameterUse.None && (!_values.TryGetValue(name, out var signed) || signed != value))
            {
                Doubt(name, new("The parameter stands outside of what is signed.", "Параметр не входит в подписанную часть."));
            }
        }

        if (unsigned._packed is not null && unsigned._packed != _packed)
        {
            Doubt(packedField!, new("The parameter stands outside of what is signed.", "Параметр не входит в подписанную часть."));
        }
    }

    /// <summary>Text in UTF-8: without a byte order mark, and what is not UTF-8 is read as Windows-1251.</summary>
    internal static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> text)
    {
        text = text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        return System.Text.Unicode.Utf8.IsValid(text.Span) ? text : Encoding.UTF8.GetBytes(Windows1251.GetString(text.Span));
    }

    internal static string DecodeText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Windows1251.GetString(bytes);
        }
    }

    private MessageFault? ReadJson(ReadOnlyMemory<byte> text, bool nested)
    {
        _nested |= nested;
        return MessageJson.Read(ToUtf8(text), nested, Add, Doubt);
    }

    private void Add(string name, string value)
    {
        name = Blanks.Trim(name);
        if (name.Length is 0 or > NameMax || name.Contains('\0', StringComparison.Ordinal))
        {
            // No description has such a name.
            return;
        }

        if (name == packedField)
        {
            if (_packed is not null && _packed != value)
            {
                Doubt(name, new("The parameter is given twice, with different values.", "Параметр указан дважды с разными значениями."));
            }

            _packed ??= value;
            return;
        }

        var use = UseOf(name);
        if (use == ParameterUse.None && whole is not null)
        {
            return;
        }

        var isNeeded = use == ParameterUse.Needed;
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            value = value.Replace("\0", "", StringComparison.Ordinal);
            if (isNeeded)
            {
                Doubt(name, new("The value holds a NUL character.", "В значении есть символ NUL."));
            }
        }

        if (value.Length > ValueMax)
        {
            value = value[..ValueMax];
            if (isNeeded)
            {
                Doubt(name, new($"The value is longer than {ValueMax} characters.", $"Значение длиннее {ValueMax} символов."));
            }
        }

        Keep(name, value);
    }

    private void Keep(string name, string value)
    {
        if (_values.TryGetValue(name, out var known))
        {
            if (known != value)
            {
                Doubt(name, new("The parameter is given twice, with different values.", "Параметр указан дважды с разными значениями."));
            }

            return;
        }

        var most = _nested ? NestedCountMax : CountMax;
        if (_values.Count < most || (uses is not null && UseOf(name) != ParameterUse.None))
        {
            _values.Add(name, value);
        }
        else if (uses is null)
        {
            Doubt(name, new($"There are more than {most} parameters.", $"Параметров больше {most}."));
        }
    }

    private ParameterUse UseOf(string name) => uses?.Of(name) ?? ParameterUse.Needed;

    private void Doubt(string name, LocalText why)
    {
        if (name == packedField || UseOf(name) != ParameterUse.None)
        {
            (_doubts ??= []).Add(new MessageFault(name.Length <= FaultNameMax ? name : name[..FaultNameMax], why));
        }
    }

    private MessageFault? DoubtAfter(int before) => Doubts.Count > before ? Doubts[before] : null;

    /// <summary>Most of a message is read by nobody: no text is made of a plain name then, nor of its value.</summary>
    /// <returns>Null: it is passed over.</returns>
    private string? NameOf(ReadOnlySpan<byte> encoded)
    {
        if (whole is null || uses is null || encoded.Length > NameMax
            || encoded.ContainsAny((byte)'%', (byte)'+') || encoded.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return Decode(encoded);
        }

        Span<char> name = stackalloc char[encoded.Length];
        Encoding.ASCII.GetChars(encoded, name);
        return uses.Find(name);
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        var bytes = text.Length <= OnStackMax ? stackalloc byte[text.Length] : new byte[text.Length];
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

        return DecodeText(bytes[..length]);
    }

    private static int Hex(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        _ => -1,
    };
}
