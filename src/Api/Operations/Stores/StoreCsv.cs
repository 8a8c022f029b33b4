using Cashback.Api.Csv;
using Cashback.Stores;

namespace Cashback.Api.Operations;

/// <summary>One line of a file of stores: its profile, or what is wrong with it.</summary>
/// <param name="Number">Of the line in the file, from 1.</param>
public sealed record StoreLine(int Number, string? StoreId, StoreProfile? Profile, string? Field = null, LocalText? Error = null);

/// <summary>
/// A CSV file of stores, with a header. Columns: id, name, categories (with | between), network, link (with {click}),
/// percent or fixed, confirmation_days; and if wanted currency, regions (with | between), conditions,
/// tariffs (<c>code=name=7%|code=name=300</c>), boost_name, boost_percent or boost_fixed, and boost_days: the boost runs
/// from today for so many days after it; claims (yes or no), claims_from_hours and claims_until_days. Commas, semicolons,
/// bars or tabs, UTF-8, UTF-16 or Windows-1251.
/// </summary>
public sealed class StoreCsv
{
    private const int LinesMax = 10_000;
    private static readonly string[] Needed = ["id", "name", "categories", "network", "link", "confirmation_days"];
    private readonly List<CsvRecord> _lines = [];
    private IReadOnlyList<string> _header = [];

    private StoreCsv()
    {
    }

    /// <summary>What is wrong with the file as a whole; null if its lines can be read.</summary>
    public LocalText? Fault { get; private init; }

    public static async Task<StoreCsv> OpenAsync(Stream bytes, CancellationToken cancellation)
    {
        var (csv, fault) = CsvFile.Open(bytes, names => names.Count(name => Needed.Contains(name, StringComparer.OrdinalIgnoreCase)));
        if (csv is null)
        {
            return new StoreCsv { Fault = fault };
        }

        if (Needed.FirstOrDefault(name => CsvFile.PlaceOf(csv.Header, name) < 0) is { } missing)
        {
            return new StoreCsv { Fault = new($"The column '{missing}' is missing.", $"Нет столбца «{missing}».") };
        }

        var file = new StoreCsv { _header = csv.Header };
        try
        {
            await foreach (var line in csv.ReadAsync(cancellation))
            {
                file._lines.Add(line);
                if (file._lines.Count > LinesMax)
                {
                    return new StoreCsv { Fault = new($"The file has more than {LinesMax} lines.", $"В файле больше {LinesMax} строк.") };
                }
            }
        }
        catch (CsvUnreadableException e)
        {
            return new StoreCsv { Fault = e.Why };
        }

        return file;
    }

    /// <param name="now">Boosts begin on this day.</param>
    public IReadOnlyList<StoreLine> Lines(ProgrammeCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.Local(now) is var local ? new DateTimeOffset(local.Date, local.Offset) : now;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = new List<StoreLine>(_lines.Count);
        foreach (var record in _lines)
        {
            var number = (int)record.Line;
            var line = record.Cells is not { } cells
                ? new StoreLine(number, null, null, null, record.Fault)
                : new StoreCsvLine(_header, cells, number, today).Read();
            if (line.Profile is { } profile && !seen.TryAdd(profile.Id, number))
            {
                line = new StoreLine(number, profile.Id, null, "id", new(
                    $"The store stands on line {seen[profile.Id]} already.",
                    $"Этот магазин уже есть в строке {seen[profile.Id]}."));
            }

            lines.Add(line);
        }

        return lines;
    }
}
