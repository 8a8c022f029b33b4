using System.Text;

namespace Cashback.Networks;

/// <summary>A message as it came.</summary>
/// <param name="Reader">Of its network.</param>
/// <param name="Query">Without the question mark.</param>
public sealed record MessageSource(MessageReader Reader, ReadOnlyMemory<char> Query, ReadOnlyMemory<byte> Body, string? ContentType);

/// <summary>
/// Reads what a network sent: its query, and its body by what stands in it, whatever its Content-Type says or whether it has one.
/// </summary>
public static class MessageContent
{
    private const string Multipart = "multipart/form-data";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>
    /// Reads what the network's description uses. The rest is most of a message, and is read only for quarantine; the source must stay
    /// as it is until then.
    /// </summary>
    public static MessageParameters Read(MessageSource source) => Read(source, source);

    /// <summary>Reads what nobody uses as well.</summary>
    public static MessageParameters ReadAll(MessageSource source) => Read(source, null);

    private static MessageParameters Read(MessageSource source, MessageSource? whole)
    {
        var (reader, query, body, contentType) = source;
        var network = reader.Network;
        if (network.Signature is not { } signature)
        {
            var all = new MessageParameters(network.Body?.Field, reader.Uses, whole);
            all.AddForm(query.Span);
            AddBody(all, body, contentType, network.Body);
            return Unpacked(all, network);
        }

        // Only what is signed is read; what stands beside it must say the same, or nothing.
        var ofQuery = new MessageParameters(network.Body?.Field, reader.Uses, whole);
        ofQuery.AddForm(query.Span);
        var ofBody = new MessageParameters(network.Body?.Field, reader.Uses, whole);
        AddBody(ofBody, body, contentType, network.Body);
        var signsQuery = signature.Content == SignedContent.Query;
        var signed = Unpacked(signsQuery ? ofQuery : ofBody, network);
        signed.CompareUnsigned(Unpacked(signsQuery ? ofBody : ofQuery, network));
        return signed;
    }

    /// <summary>One line of a batch: a JSON object.</summary>
    public static MessageParameters ReadLine(MessageReader reader, ReadOnlyMemory<byte> line)
    {
        var message = new MessageParameters(reader.Network.Body?.Field, reader.Uses);
        message.AddJson(line, reader.Network.Body?.Nested == true);
        return Unpacked(message, reader.Network);
    }

    private static MessageParameters Unpacked(MessageParameters message, NetworkDescription network)
    {
        message.Unpack(network.Body?.Nested == true);
        return message;
    }

    private static void AddBody(MessageParameters message, ReadOnlyMemory<byte> body, string? contentType, MessageBody? packing)
    {
        if (IsType(contentType, Multipart))
        {
            message.AddMultipart(body.Span, BoundaryOf(contentType!));
            return;
        }

        var text = FromUtf16(body);
        text = text.Span.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text;
        text = text[(text.Length - text.Span.TrimStart(" \t\r\n"u8).Length)..];
        switch (text.IsEmpty ? default : text.Span[0])
        {
            case 0:
                return;
            case (byte)'{' or (byte)'[':
                if (message.AddJson(text, packing?.Nested == true) is { Parameter: "body" }
                    && IsType(contentType, Form))
                {
                    message.BodyFault = null;
                    message.AddForm(text.Span);
                }

                return;
            case (byte)'<' when packing?.Xml == true:
                // As it came: XML says its encoding itself.
                message.AddXml(body.ToArray());
                return;
            case (byte)'<':
                message.IsUnsupported = true;
                message.BodyFault = new MessageFault("body", new("XML is not taken of this network.", "От этой сети XML не принимается."));
                return;
            case (byte)'-' when text.Span.StartsWith("--"u8) && text.Span.IndexOf("form-data"u8) > 0:
                message.AddMultipart(text.Span, null);
                return;
            default:
                message.AddForm(text.Span);
                return;
        }
    }

    private static bool IsType(ReadOnlySpan<char> contentType, string type)
    {
        var end = contentType.IndexOf(';');
        return (end < 0 ? contentType : contentType[..end]).Trim().Equals(type, StringComparison.OrdinalIgnoreCase);
    }

    private static string? BoundaryOf(string contentType)
    {
        var at = contentType.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : contentType[(at + "boundary=".Length)..].Split(';')[0].Trim().Trim('"');
    }

    private static ReadOnlyMemory<byte> FromUtf16(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.Unicode.Preamble) ? Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(body.Span[2..]))
        : body.Span.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.UTF8.GetBytes(
            Encoding.BigEndianUnicode.GetString(body.Span[2..]))
        : body;
}
