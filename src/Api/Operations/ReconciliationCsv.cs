using System.Runtime.CompilerServices;
using Cashback.Networks;
using Cashback.Reconciliations;

namespace Cashback.Api.Operations;

/// <summary>
/// A network's report as a CSV file. Read from a file on disk, a record at a time.
/// </summary>
internal sealed class ReconciliationCsv : IReportSource
{
    private const int HeaderShown = 30;
    private readonly Stream _file;
    private readonly CsvFile _csv;
    private readonly List<string> _warnings = [];

    private ReconciliationCsv(Stream file, CsvFile csv)
    {
        _file = file;
        _csv = csv;
    }

    public int Percent => _file.Length == 0 ? 100 : (int)(_file.Position * 100 / _file.Length);

    public IReadOnlyList<string> Warnings => _warnings.ToArray();

    /// <summary>Looks at the file and its header; the fault is what is wrong with the file as a whole.</summary>
    /// <param name="file">Seekable; the report's from here on, unless there is a fault.</param>
    public static (ReconciliationCsv? Report, LocalText? Fault) Open(Stream file, NetworkDescription network)
    {
        var described = network.For(NetworkChannels.Report);
        var format = network.Reports?.GetValueOrDefault(NetworkChannels.Report);
        var separator = format?.Separator is { Length: 1 } one ? one[0] : (char?)null;
        var (csv, fault) = CsvFile.Open(file, names => Known(names, described), format?.Encoding, separator);
        if (csv is null)
        {
            return (null, fault);
        }

        var names = csv.Header;
        if (MissingColumn(names, described) is { } missing)
        {
            return (null, $"The column {missing} is missing; the header holds {Shown(names)}.");
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1) is { } twice)
        {
            return (null, $"The column '{twice.Key}' stands in the header {twice.Count()} times.");
        }

        var report = new ReconciliationCsv(file, csv);
        if (!CsvText.EndsWithLineBreak(file, csv.Encoding))
        {
            report._warnings.Add("The file does not end with a line break: it may have been cut, and its last line with it.");
        }

        return (report, null);
    }

    public async IAsyncEnumerable<ReportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var records = _csv.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await NextAsync(records))
        {
            yield return RowOf(records.Current);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private ReportRow RowOf(CsvRecord record)
    {
        if (record.Cells is not { } cells)
        {
            return new ReportRow(record.Line, null, record.Fault);
        }

        var values = new Dictionary<string, string>(cells.Length, StringComparer.Ordinal);
        for (var i = 0; i < cells.Length; i++)
        {
            if (_csv.Header[i].Length > 0 && cells[i].Length > 0)
            {
                if (cells[i].Contains('\0', StringComparison.Ordinal))
                {
                    return new ReportRow(record.Line, null, $"The cell '{_csv.Header[i]}' holds a NUL character.");
                }

                values[_csv.Header[i]] = cells[i];
            }
        }

        return new ReportRow(record.Line, values);
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<CsvRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (CsvUnreadableException e)
        {
            throw new ReportUnreadableException(e.Message, e);
        }
    }

    private static int Known(string[] names, NetworkDescription network) => Needed(network).Count(needed => needed.Any(names.Contains));

    private static string? MissingColumn(IReadOnlyList<string> names, NetworkDescription network) =>
        Needed(network).FirstOrDefault(needed => !needed.Any(names.Contains)) is { } missing
            ? string.Join(" or ", missing.Select(name => $"'{name}'"))
            : null;

    private static IEnumerable<IReadOnlyList<string>> Needed(NetworkDescription network) =>
        new[] { network.LineId, network.Status, network.Amount, network.Currency, network.Click }
            .Concat(network.LineIdFrom?.Fields ?? [])
            .Where(parameter => parameter is not null && parameter.Names.Count > 0 && (parameter.Required || ReferenceEquals(parameter, network.Click)))
            .Select(parameter => parameter!.Names);

    private static string Shown(IReadOnlyList<string> names)
    {
        var shown = names.Take(HeaderShown).Select(name => $"'{(name.Length <= HeaderShown ? name : name[..HeaderShown] + "…")}'");
        return string.Join(", ", shown) + (names.Count > HeaderShown ? ", …" : "");
    }
}
