using System.Buffers;
using System.IO.Pipelines;

namespace Cashback.Api.Postbacks;

/// <param name="Number">From 1, blank lines counted.</param>
/// <param name="Text">Null: longer than allowed.</param>
internal readonly record struct NdjsonLine(long Number, byte[]? Text);

/// <summary>
/// Reads a body line by line, however long it is, and never holds more than one line. A line that is too long is skipped
/// to its end without being kept; blank ones are counted and left out.
/// </summary>
internal sealed class NdjsonReader(PipeReader body, int lineBytesMax)
{
    private bool _skipping;
    private bool _ended;

    /// <summary>The number of the line that comes next.</summary>
    public long Next { get; private set; } = 1;

    /// <returns>Null at the end, or when the reading was cancelled.</returns>
    public async ValueTask<NdjsonLine?> ReadAsync(CancellationToken cancellation)
    {
        while (!_ended)
        {
            var read = await body.ReadAsync(cancellation);
            var buffer = read.Buffer;
            if (read.IsCanceled)
            {
                body.AdvanceTo(buffer.Start);
                return null;
            }

            var end = buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted)
            {
                // Room for the carriage return, which does not count.
                _skipping |= buffer.Length > lineBytesMax + 1;
                body.AdvanceTo(_skipping ? buffer.End : buffer.Start, buffer.End);
                continue;
            }

            _ended = end is null;
            var line = Take(end is { } newline ? buffer.Slice(0, newline) : buffer);
            body.AdvanceTo(end is { } position ? buffer.GetPosition(1, position) : buffer.End);
            if (line is not null)
            {
                return line;
            }
        }

        return null;
    }

    private NdjsonLine? Take(ReadOnlySequence<byte> bytes)
    {
        var tooLong = _skipping || bytes.Length > lineBytesMax + 1;
        var number = Next;
        if (_ended && bytes.IsEmpty && !tooLong)
        {
            return null;
        }

        Next++;
        _skipping = false;
        if (tooLong)
        {
            return new NdjsonLine(number, null);
        }

        var text = bytes.ToArray().AsSpan();
        if (number == 1 && text.StartsWith("\uFEFF"u8))
        {
            text = text["\uFEFF"u8.Length..];
        }

        text = text.Trim(" \t\r"u8);
        return text.IsEmpty ? null : new NdjsonLine(number, text.Length > lineBytesMax ? null : text.ToArray());
    }
}
