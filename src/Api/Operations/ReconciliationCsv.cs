using System.Runtime.CompilerServices;
using System.Text;
using Cashback.Networks;
using Cashback.Reconciliations;
using CsvHelper;

namespace Cashback.Api.Operations;

/// <summary>
/// A network's report as a file with a header: commas, semicolons, bars or tabs; UTF-8, UTF-16 or Windows-1251. Read
/// from a file on disk, a line at a time.
/// </summary>
internal sealed class ReconciliationCsv : IReportSource
{
    private const int RecordSizeMax = 64 * 1024;
    private const int HeaderShown = 30;
    private readonly Stream _file;
    private readonly Encoding _encoding;
    private readonly char _separator;
    private readonly string[] _header;
    private readonly long _headerLine;
    private readonly List<string> _warnings = [];

    private ReconciliationCsv(Stream file, Encoding encoding, char separator, string[] header, long headerLine)
    {
        _file = file;
        _encoding = encoding;
        _separator = separator;
        _header = header;
        _headerLine = headerLine;
    }

    public int Percent => _file.Length == 0 ? 100 : (int)(_file.Position * 100 / _file.Length);

    public IReadOnlyList<string> Warnings => _warnings.ToArray();

    /// <summary>Looks at the file and its header; the fault is what is wrong with the file as a whole.</summary>
    /// <param name="file">Seekable; the report's from here on, unless there is a fault.</param>
    public static (ReconciliationCsv? Report, string? Fault) Open(Stream file, NetworkDescription network)
    {
        if (CsvText.Look(file, network.Reports?.GetValueOrDefault(NetworkChannels.Report)?.Encoding, out var encoding) is { } fault)
        {
            return (null, fault);
        }

        var header = CsvText.FirstLine(file, encoding, out var given, out var headerLine);
        var described = network.For(NetworkChannels.Report);
        var wanted = network.Reports?.GetValueOrDefault(NetworkChannels.Report)?.Separator is { Length: 1 } one ? one[0] : given;
        var separator = wanted ?? CsvText.Separators.MaxBy(candidate => Known(CsvText.Cells(header, candidate), described));
        var names = CsvText.Cells(header, separator);
        if (MissingColumn(names, described) is { } missing)
        {
            return (null, $"The column {missing} is missing; the header holds {Shown(names)}.");
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1) is { } twice)
        {
            return (null, $"The column '{twice.Key}' stands in the header {twice.Count()} times.");
        }

        var report = new ReconciliationCsv(file, encoding, separator, names, headerLine);
        if (!CsvText.EndsWithLineBreak(file, encoding))
        {
            report._warnings.Add("The file does not end with a line break: it may have been cut, and its last line with it.");
        }

        return (report, null);
    }

    public async IAsyncEnumerable<ReportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _file.Position = 0;
        var malformed = -1L;
        await using var reader = CsvReader.Create(_file, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = _separator,
            Encoding = _encoding,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            MaxRecordSize = RecordSizeMax,

            // Otherwise one quote that is never closed would swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = record => malformed = record.LineNumber,
        }, leaveOpen: true);
        while (await NextAsync(reader, cancellation))
        {
            if (reader.LineNumber > _headerLine)
            {
                yield return RowOf(reader, malformed == reader.LineNumber);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private ReportRow RowOf(CsvReader reader, bool malformed)
    {
        if (malformed)
        {
            return new ReportRow(reader.LineNumber, null, "The line is quoted wrongly.");
        }

        if (reader.FieldCount != _header.Length)
        {
            return new ReportRow(reader.LineNumber, null, $"The line has {reader.FieldCount} cells, the header {_header.Length}.");
        }

        var values = new Dictionary<string, string>(_header.Length, StringComparer.Ordinal);
        for (var i = 0; i < _header.Length; i++)
        {
            if (_header[i].Length > 0 && reader.GetString(i) is { Length: > 0 } value)
            {
                if (value.Contains('\0', StringComparison.Ordinal))
                {
                    return new ReportRow(reader.LineNumber, null, $"The cell '{_header[i]}' holds a NUL character.");
                }

                values[_header[i]] = value;
            }
        }

        return new ReportRow(reader.LineNumber, values);
    }

    private static async ValueTask<bool> NextAsync(CsvReader reader, CancellationToken cancellation)
    {
        var line = reader.LineNumber;
        try
        {
            return await reader.ReadAsync(cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            throw new ReportUnreadableException($"The file can't be read on after line {line}: {e.Message}", e);
        }
    }

    private static int Known(string[] names, NetworkDescription network) => Needed(network).Count(needed => needed.Any(names.Contains));

    private static string? MissingColumn(string[] names, NetworkDescription network) =>
        Needed(network).FirstOrDefault(needed => !needed.Any(names.Contains)) is { } missing
            ? string.Join(" or ", missing.Select(name => $"'{name}'"))
            : null;

    private static IEnumerable<IReadOnlyList<string>> Needed(NetworkDescription network) =>
        new[] { network.LineId, network.Status, network.Amount, network.Currency, network.Click }
            .Concat(network.LineIdFrom?.Fields ?? [])
            .Where(parameter => parameter is not null && parameter.Names.Count > 0 && (parameter.Required || ReferenceEquals(parameter, network.Click)))
            .Select(parameter => parameter!.Names);

    private static string Shown(string[] names)
    {
        var shown = names.Take(HeaderShown).Select(name => $"'{(name.Length <= HeaderShown ? name : name[..HeaderShown] + "…")}'");
        return string.Join(", ", shown) + (names.Length > HeaderShown ? ", …" : "");
    }
}
