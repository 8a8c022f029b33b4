using System.Runtime.CompilerServices;
using Cashback.Api.Csv;
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
    private readonly string[] _names;
    private readonly UsedParameters _uses;
    private readonly List<LocalText> _warnings = [];

    private ReconciliationCsv(Stream file, CsvFile csv, string[] names, UsedParameters uses)
    {
        _file = file;
        _csv = csv;
        _names = names;
        _uses = uses;
    }

    public int Percent => _file.Length == 0 ? 100 : (int)(_file.Position * 100 / _file.Length);

    public IReadOnlyList<LocalText> Warnings => _warnings.ToArray();

    /// <summary>Looks at the file and its header; the fault is what is wrong with the file as a whole.</summary>
    /// <param name="file">Seekable; the report's from here on, unless there is a fault.</param>
    public static (ReconciliationCsv? Report, LocalText? Fault) Open(Stream file, NetworkDescription network)
    {
        var described = network.For(NetworkChannels.Report);
        var format = network.Reports?.GetValueOrDefault(NetworkChannels.Report);
        var separator = format?.Separator is { Length: 1 } one ? one[0] : (char?)null;
        var uses = new UsedParameters(described);
        var (csv, fault) = CsvFile.Open(file, names => Known(Described(names, uses), described), format?.Encoding, separator);
        if (csv is null)
        {
            return (null, fault);
        }

        var names = Described(csv.Header, uses);
        if (MissingColumn(names, described) is { } missing)
        {
            return (null, new(
                $"The column {string.Join(" or ", missing)} is missing; the header holds {Shown(names)}.",
                $"Нет столбца {string.Join(" или ", missing)}; в заголовке есть {Shown(names)}."));
        }

        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(
            same => uses.Of(same.Key) != ParameterUse.None && same.Count() > 1) is { } twice)
        {
            return (null, new(
                $"The column '{twice.Key}' stands in the header {twice.Count()} times.",
                $"Столбец «{twice.Key}» встречается в заголовке несколько раз: {twice.Count()}."));
        }

        var report = new ReconciliationCsv(file, csv, names, uses);
        if (!CsvText.EndsWithLineBreak(file, csv.Encoding))
        {
            report._warnings.Add(new(
                "The file does not end with a line break: it may have been cut, and its last line with it.",
                "Файл не заканчивается переводом строки: возможно, он обрезан вместе с последней строкой."));
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
            var (name, cell) = (_names[i], cells[i]);
            if (cell.Contains('\0', StringComparison.Ordinal))
            {
                if (_uses.Of(name) == ParameterUse.Needed)
                {
                    return new ReportRow(record.Line, null, new($"The cell '{name}' holds a NUL character.", $"В ячейке «{name}» есть символ NUL."));
                }

                cell = cell.Replace("\0", "", StringComparison.Ordinal);
            }

            if (name.Length > 0 && cell.Length > 0)
            {
                values.TryAdd(name, cell);
            }
        }

        return new ReportRow(record.Line, values);
    }

    /// <summary>The header's names as the description has them, whatever their case in the file.</summary>
    private static string[] Described(IReadOnlyList<string> header, UsedParameters uses) =>
        [.. header.Select(name => uses.Of(name) != ParameterUse.None ? name
            : uses.Names.FirstOrDefault(described => described.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name)];

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<CsvRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (CsvUnreadableException e)
        {
            throw new ReportUnreadableException(e.Why, e);
        }
    }

    private static int Known(string[] names, NetworkDescription network) => Needed(network).Count(needed => needed.Any(names.Contains));

    /// <summary>The names that the column may have.</summary>
    private static IEnumerable<string>? MissingColumn(IReadOnlyList<string> names, NetworkDescription network) =>
        Needed(network).FirstOrDefault(needed => !needed.Any(names.Contains))?.Select(name => $"'{name}'");

    private static IEnumerable<IReadOnlyList<string>> Needed(NetworkDescription network) =>
        new[] { network.LineId, network.Status, network.Amount, network.Currency, network.Click }
            .Concat(network.LineIdFrom?.Fields ?? [])
            .Where(
                parameter => parameter is not null && parameter.Names.Count > 0
                && (parameter.Required || ReferenceEquals(parameter, network.Click)))
            .Select(parameter => parameter!.Names);

    private static string Shown(string[] names)
    {
        var shown = names.Take(HeaderShown).Select(name => $"'{(name.Length <= HeaderShown ? name : name[..HeaderShown] + "…")}'");
        return string.Join(", ", shown) + (names.Length > HeaderShown ? ", …" : "");
    }
}
