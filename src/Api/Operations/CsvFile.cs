using System.Runtime.CompilerServices;
using System.Text;

namespace Cashback.Api.Operations;

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
    public static (CsvFile? File, LocalText? Fault) Open(Stream file, Func<string[], int> known, string? encoding = null, char? separator = null)
    {
        if (CsvText.Look(file, encoding, out var found) is { } fault)
        {
            return (null, fault);
        }

        var header = CsvText.FirstRecord(file, found, out var hint, out var line);
        var used = separator ?? hint ?? CsvText.Separators.MaxBy(candidate => known(CsvText.Cells(header, candidate)));
        return (new CsvFile(file, found, used, CsvText.Cells(header, used), line), null);
    }

    /// <summary>The records after the header, each with as many cells as the header has or with what is wrong with it.</summary>
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

            yield return record.Cells is { } cells && cells.Length != Header.Count
                ? new CsvRecord(record.Line, null, $"The line has {cells.Length} cells, the header {Header.Count}.")
                : record;
        }
    }
}
