using System.Text;

namespace Cashback.Networks;

/// <summary>Reads the fields of a <c>multipart/form-data</c> body. Files among them are passed over.</summary>
internal static class MessageMultipart
{
    private const int BoundaryMax = 70;

    /// <param name="boundary">Null: as the body's first line has it.</param>
    /// <returns>False: it is no such body.</returns>
    public static bool Read(ReadOnlySpan<byte> body, string? boundary, Action<string, string> add)
    {
        if ((boundary ?? FirstLine(body)) is not { Length: > 0 and <= BoundaryMax } mark)
        {
            return false;
        }

        var delimiter = Encoding.ASCII.GetBytes("--" + mark);
        var begin = body.IndexOf(delimiter);
        while (begin >= 0)
        {
            body = body[(begin + delimiter.Length)..];
            if (body.StartsWith("--"u8))
            {
                return true;
            }

            begin = body.IndexOf(delimiter);
            AddPart(begin < 0 ? body : body[..begin], add);
        }

        // The end is missing; each part that is there was read.
        return body.Length > 0;
    }

    private static string? FirstLine(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOfAny((byte)'\r', (byte)'\n');
        return end > 2 && body.StartsWith("--"u8) ? Encoding.ASCII.GetString(body[2..end]).TrimEnd() : null;
    }

    private static void AddPart(ReadOnlySpan<byte> part, Action<string, string> add)
    {
        var blank = part.IndexOf("\r\n\r\n"u8) is >= 0 and var at ? (End: at, Length: 4) : (End: part.IndexOf("\n\n"u8), Length: 2);
        if (blank.End < 0 || NameOf(MessageParameters.DecodeText(part[..blank.End])) is not { } name)
        {
            return;
        }

        var value = part[(blank.End + blank.Length)..];
        value = value.EndsWith("\r\n"u8) ? value[..^2] : value.EndsWith("\n"u8) ? value[..^1] : value;
        add(name, MessageParameters.DecodeText(value));
    }

    /// <summary>Null: it is a file, or has no name.</summary>
    private static string? NameOf(string headers)
    {
        var line = headers.Split('\n').FirstOrDefault(line => line.TrimStart().StartsWith("content-disposition:", StringComparison.OrdinalIgnoreCase));
        string? name = null;
        foreach (var attribute in line?.Split(';').Skip(1) ?? [])
        {
            var pair = attribute.Split('=', 2);
            var key = pair[0].Trim();
            if (key.StartsWith("filename", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            name = pair.Length == 2 && key.Equals("name", StringComparison.OrdinalIgnoreCase) ? pair[1].Trim().Trim('"') : name;
        }

        return name;
    }
}
