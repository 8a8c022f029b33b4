using System.Runtime.CompilerServices;
using System.Text;

namespace Cashback.Api.Csv;

/// <summary>A CSV file with a header: commas, semicolons, bars or tabs; UTF-8, UTF-16 or Windows-1251.</summary>
internal sealed class CsvFile
{
    private readonly Stream _file;
    private readonly char _separator;
    private readonly long _headerLine;

    private CsvFile(Stream file, Encoding encoding, char separator, string[] header, long headerLine)
    {
        _file = file;
        _separator = separator;
        _headerLine = headerLine;
        Encoding = encoding;
        Header = header;
    }

    public IReadOnlyList<string> Header { get; }

    public Encoding Encoding { get; }

    /// <summary>Looks at the file and its header; the fault is what is wrong with the file as a whole.</summary>
    /// <param name="file">Seekable.</param>
    /// <param name="known">How many of these names are those of columns: the separator that makes most of them is the file's.</param>
    /// <param name="encoding">The one that is agreed upon, if one is.</param>
    /// <param name="separator">Likewise.</param>
    public static (CsvFile? File, LocalText? Fault) Open(
        Stream file, Func<string[], int> known, string? encoding = null, char? separator = null)
    {
        if (CsvText.Look(file, encoding, out var found) is { } fault)
        {
            return (null, fault);
        }

        var header = CsvText.FirstRecord(file, found, out var hint, out var line);
        var used = separator ?? hint ?? CsvText.Separators.MaxBy(candidate => known(Names(header, candidate)));
        return (new CsvFile(file, found, used, Names(header, used), line), null);
    }

    /// <summary>Where the column stands, whatever the case of its name; -1: there is none.</summary>
    public static int PlaceOf(IReadOnlyList<string> header, string name)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The records after the header, each with as many cells as the header has or with what is wrong with it. Rows of empty
    /// cells are passed over, and so is the header where it stands again: files are put together of several.
    /// </summary>
    /// <exception cref="CsvUnreadableException">The file can't be read on.</exception>
    public async IAsyncEnumerable<CsvRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _file.Position = 0;
        using var records = new CsvRecords(_file, Encoding, _separator);
        while (await records.NextAsync(cancellation) is { } record)
        {
            if (record.Line <= _headerLine)
            {
                continue;
            }

            if (record.Cells is not { } written)
            {
                yield return record;
                continue;
            }

            var cells = Array.ConvertAll(written, cell => Blanks.Trim(cell));
            if (LengthOf(cells) > 0 && !IsHeader(cells))
            {
                yield return Fitted(cells) is { } fitted
                    ? record with { Cells = fitted }
                    : new CsvRecord(record.Line, null, new(
                        $"The line has {cells.Length} cells, the header {Header.Count}.",
                        $"В строке ячеек: {cells.Length}, а в заголовке: {Header.Count}."));
            }
        }
    }

    /// <summary>Names of columns, without blanks of any kind around them; a separator at the header's end makes no column.</summary>
    private static string[] Names(string header, char separator)
    {
        var names = Array.ConvertAll(CsvText.Cells(header, separator), name => Blanks.Trim(name));
        return names[..LengthOf(names)];
    }

    /// <summary>Without the empty cells at the end.</summary>
    private static int LengthOf(string[] cells) => Array.FindLastIndex(cells, cell => cell.Length > 0) + 1;

    private bool IsHeader(string[] cells) => cells.Take(LengthOf(cells)).SequenceEqual(Header, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// As many cells as the header has: empty ones at a line's end come and go with the separators there. Null: too many
    /// for it, or only one where there should be several: no line of this table.
    /// </summary>
    private string[]? Fitted(string[] cells)
    {
        if (LengthOf(cells) > Header.Count || (cells.Length == 1 && Header.Count > 1))
        {
            return null;
        }

        var fitted = new string[Header.Count];
        for (var i = 0; i < fitted.Length; i++)
        {
            fitted[i] = i < cells.Length ? cells[i] : "";
        }

        return fitted;
    }
}
