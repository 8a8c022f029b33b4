using System.Text;
using Cashback.Stores;
using CsvHelper;

namespace Cashback.Api.Operations;

/// <summary>One line of a file of stores: its profile, or what is wrong with it.</summary>
/// <param name="Number">Of the line in the file, from 1.</param>
public sealed record StoreLine(int Number, string? StoreId, StoreProfile? Profile, string? Field = null, string? Error = null);

/// <summary>
/// A CSV file of stores, with a header. Columns: id, name, categories (with | between), network, link (with {click}),
/// percent or fixed, confirmation_days; and if wanted currency, regions (with | between), conditions,
/// tariffs (<c>code=name=7%|code=name=300</c>), boost_name, boost_percent or boost_fixed, and boost_days: the boost runs
/// from today for so many days after it; claims (yes or no), claims_from_hours and claims_until_days. Commas, semicolons or tabs, UTF-8 or Windows-1251.
/// </summary>
public sealed class StoreCsv
{
    private const int LinesMax = 10_000;
    private static readonly string[] Needed = ["id", "name", "categories", "network", "link", "confirmation_days"];
    private readonly List<(int Number, string[]? Cells)> _lines = [];
    private string[] _header = [];

    private StoreCsv()
    {
    }

    /// <summary>What is wrong with the file as a whole; null if its lines can be read.</summary>
    public string? Fault { get; private init; }

    public static StoreCsv Open(byte[] bytes)
    {
        var malformed = new HashSet<long>();
        using var reader = CsvReader.FromText(Decode(bytes), new CsvReaderOptions
        {
            HasHeader = false,
            TrackLineNumbers = true,
            TrimWhitespace = true,

            // Otherwise one quote that is never closed would swallow the rest of the file.
            AllowLineBreaksInQuotes = false,
            OnMalformedRecord = record => malformed.Add(record.LineNumber),
        });
        if (!reader.Read())
        {
            return new StoreCsv { Fault = "The file is empty." };
        }

        var header = reader.Current.ToArray().Select(name => name.ToLowerInvariant()).ToArray();
        if (Needed.FirstOrDefault(name => !header.Contains(name)) is { } missing)
        {
            return new StoreCsv { Fault = $"The column '{missing}' is missing." };
        }

        var file = new StoreCsv { _header = header };
        while (reader.Read())
        {
            var readable = reader.FieldCount == header.Length && !malformed.Contains(reader.LineNumber);
            file._lines.Add(((int)reader.LineNumber, readable ? reader.Current.ToArray() : null));
            if (file._lines.Count > LinesMax)
            {
                return new StoreCsv { Fault = $"The file has more than {LinesMax} lines." };
            }
        }

        return file;
    }

    /// <param name="now">Boosts begin on this day.</param>
    public IReadOnlyList<StoreLine> Lines(ProgrammeCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.Local(now) is var local ? new DateTimeOffset(local.Date, local.Offset) : now;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = new List<StoreLine>(_lines.Count);
        foreach (var (number, cells) in _lines)
        {
            var line = cells is null
                ? new StoreLine(number, null, null, null, "The line is quoted wrongly, or has another number of cells than the header.")
                : new StoreCsvLine(_header, cells, number, today).Read();
            if (line.Profile is { } profile && !seen.TryAdd(profile.Id, number))
            {
                line = new StoreLine(number, profile.Id, null, "id", $"The store stands on line {seen[profile.Id]} already.");
            }

            lines.Add(line);
        }

        return lines;
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetString(bytes);
        }
    }
}
