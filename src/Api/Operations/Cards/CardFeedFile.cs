using System.Text;
using System.Text.Json;
using Cashback.Api.Csv;
using Cashback.Api.Json;
using Cashback.Api.Problems;
using Cashback.Networks;

namespace Cashback.Api.Operations;

/// <summary>
/// A file of the bank's feed. CSV with a header and the columns id, card, time, mcc, amount, kind and, if it likes, merchant
/// in any order (others are ignored; commas, semicolons, bars or tabs; UTF-8, UTF-16 or Windows-1251), or NDJSON with an object
/// a line as in the list.
/// </summary>
internal static class CardFeedFile
{
    public const int LinesMax = 10_000;
    private static readonly string[] Columns = ["id", "card", "time", "mcc", "amount", "kind"];
    private static readonly NetworkParameter Time = NetworkParameter.Needed("time") with { Times = new[] { new TimeFormat(TimeForm.Iso8601) } };

    /// <returns>The lines, or what is wrong with the file as a whole.</returns>
    public static async Task<(IReadOnlyList<CardFeedLine> Lines, LocalText? Fault)> ReadCsvAsync(
        Stream file, ProgrammeCalendar calendar, CancellationToken cancellation)
    {
        var (csv, fault) = CsvFile.Open(file, names => names.Count(name => Columns.Contains(name, StringComparer.OrdinalIgnoreCase)));
        if (csv is null)
        {
            return ([], fault);
        }

        var places = Columns.Select(name => CsvFile.PlaceOf(csv.Header, name)).ToArray();
        if (Array.IndexOf(places, -1) is >= 0 and var missing)
        {
            return ([], new($"The column '{Columns[missing]}' is missing.", $"Нет столбца «{Columns[missing]}»."));
        }

        var merchant = CsvFile.PlaceOf(csv.Header, "merchant");
        var times = new TimeReader(Time, calendar.Zone);
        var lines = new List<CardFeedLine>();
        try
        {
            await foreach (var record in csv.ReadAsync(cancellation))
            {
                var number = (int)record.Line;
                lines.Add(record.Cells is { } cells
                    ? CardFeedLine.Read(number, [.. places.Select(place => cells[place]), merchant < 0 ? "" : cells[merchant]], times)
                    : CardFeedLine.Unreadable(number, null, record.Fault!));
                if (lines.Count > LinesMax)
                {
                    return ([], TooMany);
                }
            }
        }
        catch (CsvUnreadableException e)
        {
            return ([], e.Why);
        }

        return (lines, null);
    }

    public static (IReadOnlyList<CardFeedLine> Lines, LocalText? Fault) ReadNdjson(string text)
    {
        var lines = new List<CardFeedLine>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                lines.Add(ReadJson(number, line));
            }

            if (lines.Count > LinesMax)
            {
                return ([], TooMany);
            }
        }

        return lines.Count == 0 ? ([], new("The file is empty.", "Файл пуст.")) : (lines, null);
    }

    /// <summary>UTF-8, with or without its mark; null: it is something else.</summary>
    public static string? Decode(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static LocalText TooMany => new($"The file has more than {LinesMax} lines.", $"В файле больше {LinesMax} строк.");

    private static CardFeedLine ReadJson(int number, string line)
    {
        try
        {
            return CardFeedLine.Of(number, JsonSerializer.Deserialize<CardTransactionRequest>(line, WireJson.Options));
        }
        catch (JsonException unreadable)
        {
            var (field, why) = UnreadableRequest.Errors(new BadHttpRequestException("", unreadable)).First();
            return CardFeedLine.Unreadable(number, field, why[0]);
        }
    }
}
