using System.Text;

namespace Cashback.Networks;

/// <summary>
/// Reads what a network sent: its query, and its body by what stands in it, whatever its Content-Type says or whether it has one.
/// </summary>
public static class MessageContent
{
    private const string Multipart = "multipart/form-data";
    private const string Form = "application/x-www-form-urlencoded";

    /// <param name="query">As it came, without the question mark.</param>
    public static MessageParameters Read(MessageReader reader, ReadOnlySpan<char> query, ReadOnlyMemory<byte> body, string? contentType)
    {
        var network = reader.Network;
        if (network.Signature is not { } signature)
        {
            var all = new MessageParameters(network.Body?.Field, reader.Uses);
            all.AddForm(query);
            AddBody(all, body, contentType, network.Body);
            return Unpacked(all, network);
        }

        // Only what is signed is read; what stands beside it must say the same, or nothing.
        var ofQuery = new MessageParameters(network.Body?.Field, reader.Uses);
        ofQuery.AddForm(query);
        var ofBody = new MessageParameters(network.Body?.Field, reader.Uses);
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
        var type = contentType?.Split(';')[0].Trim() ?? "";
        if (type.Equals(Multipart, StringComparison.OrdinalIgnoreCase))
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
                    && type.Equals(Form, StringComparison.OrdinalIgnoreCase))
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
