using System.Globalization;
using System.Text;

namespace Cashback.Fuzz.Wire;

/// <summary>What came is no HTTP.</summary>
public class MalformedAnswerException(string message) : Exception(message);

/// <summary>An answer ended before its end.</summary>
public sealed class CutAnswerException(string message) : MalformedAnswerException(message);

/// <summary>Reads answers as strictly as they are meant to be written.</summary>
internal sealed class AnswerReader(Stream stream)
{
    private const int HeadMax = 64 * 1024;
    private const string Token = "!#$%&'*+-.^_`|~";
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _from;
    private int _to;

    /// <returns>The next answer that is not an interim one; null: the connection has ended.</returns>
    public async Task<HttpAnswer?> ReadAsync(string method, CancellationToken cancellation)
    {
        while (await LineAsync(cancellation) is { } line)
        {
            var status = StatusOf(line);
            var headers = await HeadersAsync(cancellation);
            if (status is >= 100 and < 200 and not 101)
            {
                continue;
            }

            var answer = new HttpAnswer(status, headers, []);
            return method == "HEAD" || status is 101 or 204 or 304 ? answer : answer with { Body = await BodyAsync(answer, cancellation) };
        }

        return null;
    }

    private static int StatusOf(string line) =>
        line.Length >= 13 && line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line[7] is '0' or '1' && line[8] == ' ' && line[12] == ' '
            && int.TryParse(line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
                && status is >= 100 and < 600
            ? status
            : throw new MalformedAnswerException($"A status line was expected, and '{line}' came.");

    private async Task<List<(string Name, string Value)>> HeadersAsync(CancellationToken cancellation)
    {
        var headers = new List<(string Name, string Value)>();
        while (await NeededLineAsync(cancellation) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0
                || !line[..colon].All(character => char.IsAsciiLetterOrDigit(character) || Token.Contains(
                    character, StringComparison.Ordinal)))
            {
                throw new MalformedAnswerException($"A header was expected, and '{line}' came.");
            }

            var value = line[(colon + 1)..].Trim();
            headers.Add(value.Any(char.IsControl) ? throw new MalformedAnswerException($"The header {line[..colon]} holds control characters.") : (line[..colon], value));
        }

        return headers;
    }

    private async Task<byte[]> BodyAsync(HttpAnswer answer, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        if (answer.Header("Transfer-Encoding") is { } encoding)
        {
            if (encoding != "chunked" || answer.Header("Content-Length") is not null)
            {
                throw new MalformedAnswerException($"Transfer-Encoding is {encoding}, Content-Length {answer.Header("Content-Length")}.");
            }

            while (await PieceAsync(body, cancellation))
            {
            }
        }
        else if (answer.Header("Content-Length") is { } length)
        {
            await CopyAsync(body, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture), cancellation);
        }
        else
        {
            do
            {
                body.Write(_buffer, _from, _to - _from);
            }
            while (await FillAsync(cancellation));
        }

        return body.ToArray();
    }

    private async Task<bool> PieceAsync(MemoryStream body, CancellationToken cancellation)
    {
        var line = await NeededLineAsync(cancellation);
        if (!int.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size) || size < 0)
        {
            throw new MalformedAnswerException($"A piece's size was expected, and '{line}' came.");
        }

        await CopyAsync(body, size, cancellation);
        return (await NeededLineAsync(cancellation)).Length > 0 ? throw new MalformedAnswerException("A piece is longer than its size.") : size > 0;
    }

    private async Task CopyAsync(MemoryStream body, int length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_from == _to && !await FillAsync(cancellation))
            {
                throw new CutAnswerException($"The connection ended {length} bytes before the answer's end.");
            }

            var part = Math.Min(length, _to - _from);
            body.Write(_buffer, _from, part);
            (_from, length) = (_from + part, length - part);
        }
    }

    private async Task<string> NeededLineAsync(CancellationToken cancellation) =>
        await LineAsync(cancellation) ?? throw new CutAnswerException("The connection ended in the middle of an answer.");

    private async Task<string?> LineAsync(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length < HeadMax)
        {
            if (_from == _to && !await FillAsync(cancellation))
            {
                return line.Length == 0 ? null : throw new CutAnswerException($"The connection ended after '{line}'.");
            }

            var character = (char)_buffer[_from++];
            if (character == '\n')
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : throw new MalformedAnswerException($"A line ends without CR: '{line}'.");
            }

            line.Append(character);
        }

        throw new MalformedAnswerException("A line without end.");
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _from = 0;
        _to = await stream.ReadAsync(_buffer, cancellation);
        return _to > 0;
    }
}
