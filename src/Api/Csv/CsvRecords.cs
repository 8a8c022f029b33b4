using System.Text;
using CsvHelper;

namespace Cashback.Api.Csv;

/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Cells">Null: it can't be read, for the fault.</param>
internal readonly record struct CsvRecord(long Line, string[]? Cells, LocalText? Fault = null);

/// <summary>
/// Reads CSV as RFC 4180 says, line breaks in quoted cells included, and holds no more than a record. A quote that is never
/// closed costs its own line only: the lines after it are read again, each as what it is.
/// </summary>
internal sealed class CsvRecords : IDisposable
{
    /// <summary>Characters of a record, and bytes of a line.</summary>
    public const int RecordMax = 64 * 1024;

    private static readonly LocalText Wrong = new("The line is quoted wrongly.", "В строке неверно расставлены кавычки.");
    private readonly CsvReader _reader;
    private readonly char _separator;
    private (long Line, CsvMalformedReason Reason) _malformed;

    // Lines that were looked at for the end of a cell that has none.
    private Queue<Line> _again = [];

    /// <param name="file">From its beginning; stays open.</param>
    public CsvRecords(Stream file, Encoding encoding, char separator)
    {
        _separator = separator;
        _reader = CsvReader.Create(
            file,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                Encoding = encoding,
                TrackLineNumbers = true,
                TrimWhitespace = true,
                SkipEmptyLines = false,
                MaxRecordSize = RecordMax,

                // A line at a time: the library would look for the closing quote to the end of the file.
                AllowLineBreaksInQuotes = false,
                OnMalformedRecord = record => _malformed = (record.LineNumber, record.Reason),
            },
            leaveOpen: true);
    }

    /// <summary>Empty lines are passed over.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="CsvUnreadableException">The file can't be read on.</exception>
    public async ValueTask<CsvRecord?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Line line;
            if (_again.Count > 0)
            {
                line = _again.Dequeue();
            }
            else if (!await ReadAsync(cancellation))
            {
                return null;
            }
            else if (_malformed.Line != _reader.LineNumber && !_reader.RawRecord.IsEmpty)
            {
                return new CsvRecord(_reader.LineNumber, _reader.Current.ToArray());
            }
            else
            {
                line = Current();
            }

            if (line.Text.Length > 0)
            {
                var cells = Cells(line.Text, _separator, out var reason);
                return cells is not null ? new CsvRecord(line.Number, cells)
                    : reason is CsvMalformedReason.UnterminatedQuote ? await JoinAsync(line, cancellation)
                    : new CsvRecord(line.Number, null, Wrong);
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>The cells of a text that is one record.</summary>
    /// <returns>Null: it is not one, or not quoted as it should be.</returns>
    public static string[]? Cells(string text, char separator, out CsvMalformedReason? reason)
    {
        CsvMalformedReason? first = null;
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = separator,
            TrimWhitespace = true,
            OnMalformedRecord = record => first ??= record.Reason,
        });
        var cells = reader.Read() ? reader.Current.ToArray() : [];
        var one = !reader.Read();
        reason = first;
        return first is null && one ? cells : null;
    }

    /// <summary>Whether a cell that is open where the text begins is closed at its end, or the other way round.</summary>
    public static bool HasOddQuotes(ReadOnlySpan<char> text) => text.Count('"') % 2 == 1;

    private async ValueTask<CsvRecord> JoinAsync(Line first, CancellationToken cancellation)
    {
        var text = new StringBuilder(first.Text);
        var taken = new List<Line>();
        var last = first;
        var open = true;
        while (open && text.Length <= RecordMax && await TakeAsync(cancellation) is { } line)
        {
            text.Append(line.Begin - last.End == 2 ? "\r\n" : "\n").Append(line.Text);
            open ^= HasOddQuotes(line.Text);
            taken.Add(line);
            last = line;
        }

        if (!open && Cells(text.ToString(), _separator, out _) is { } cells)
        {
            return new CsvRecord(first.Number, cells);
        }

        _again = new Queue<Line>([.. taken, .. _again]);
        return new CsvRecord(
            first.Number,
            null,
            !open ? Wrong
            : text.Length > RecordMax ? new(
                $"A quoted cell begins on the line and does not end within {RecordMax} characters.",
                $"В строке начинается ячейка в кавычках, которая не заканчивается в пределах {RecordMax} символов.")
            : new("A quoted cell begins on the line and does not end.", "В строке начинается ячейка в кавычках, которая не заканчивается."));
    }

    private async ValueTask<Line?> TakeAsync(CancellationToken cancellation) =>
        _again.TryDequeue(out var line) ? line
        : await ReadAsync(cancellation) ? Current()
        : null;

    private async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        var line = _reader.LineNumber;
        try
        {
            return await _reader.ReadAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            throw new CsvUnreadableException(new(
                $"The file can't be read on after line {line}: {e.Message}",
                $"После строки {line} файл не удалось прочитать."), e);
        }
    }

    private Line Current()
    {
        var raw = _reader.RawRecord;
        return new Line(_reader.LineNumber, Encoding.UTF8.GetString(raw), _reader.ByteOffset, _reader.ByteOffset + raw.Length);
    }

    /// <param name="Text">Without its line break.</param>
    /// <param name="Begin">The place of its first byte, as the library counts them.</param>
    /// <param name="End">The place of its line break.</param>
    private sealed record Line(long Number, string Text, long Begin, long End);
}

/// <summary>A line is too long to be one. The message says where.</summary>
public sealed class CsvUnreadableException(LocalText why, Exception inner) : Exception(why.En, inner)
{
    public LocalText Why { get; } = why;
}
