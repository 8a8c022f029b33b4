using System.Globalization;
using System.Text;

namespace Cashback.Fuzz.Requests;

/// <summary>A request in the making. Its texts hold a byte a character (Latin-1), so that they can hold any.</summary>
internal sealed class Draft
{
    public string Method { get; set; } = "GET";

    public string Target { get; set; } = "/";

    public string Version { get; set; } = "HTTP/1.1";

    /// <summary>Whole lines, so that they can be wrong.</summary>
    public List<string> Headers { get; } = [];

    public string? ContentType { get; set; }

    public string? Body { get; set; }

    /// <summary>Its body goes in pieces of this size; null: in one, with its length.</summary>
    public int? Pieces { get; set; }

    public bool HasBody => Body is not null;

    /// <summary>Text as UTF-8, a byte a character.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Without its body, and without the headers that say how long that is.</summary>
    public string Head()
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(' ').Append(Version).Append("\r\nHost: fuzz\r\n");
        foreach (var header in Headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (ContentType is not null)
        {
            head.Append("Content-Type: ").Append(ContentType).Append("\r\n");
        }

        return head.ToString();
    }

    public string Whole()
    {
        if (Body is null)
        {
            return Head() + "\r\n";
        }

        return Pieces is { } size
            ? $"{Head()}Transfer-Encoding: chunked\r\n\r\n{string.Concat(Body.Chunk(size).Select(Piece))}0\r\n\r\n"
            : string.Create(CultureInfo.InvariantCulture, $"{Head()}Content-Length: {Body.Length}\r\n\r\n{Body}");
    }

    private static string Piece(char[] piece) => string.Create(CultureInfo.InvariantCulture, $"{piece.Length:x}\r\n{new string(piece)}\r\n");
}
