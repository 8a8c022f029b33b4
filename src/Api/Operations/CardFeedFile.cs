using System.Text;
using System.Text.Json;
using Cashback.Api.Json;
using Cashback.Api.Problems;
using CsvHelper;

namespace Cashback.Api.Operations;

/// <summary>
/// A file of the bank's feed. CSV with a header and the columns id, card, time, mcc, amount, kind in any order (others are
/// ignored; commas, semicolons or tabs), or NDJSON with an object a line as in the list.
/// </summary>
internal static class CardFeedFile
{
    public const int LinesMax = 10_000;
    private static readonly string[] Columns = ["id", "card", "time", "mcc", "amount", "kind"];

    /// <returns>The lines, or what is wrong with the file as a whole.</returns>
    public static (IReadOnlyList<CardFeedLine> Lines, string? Fault) ReadCsv(string text)
    {
        var malformed = new HashSet<long>();
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
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
            return ([], "The file is empty.");
        }

        var header = reader.Current.ToArray().Select(name => name.ToLowerInvariant()).ToArray();
        var places = Columns.Select(name => Array.IndexOf(header, name)).ToArray();
        if (Array.IndexOf(places, -1) is >= 0 and var missing)
        {
            return ([], $"The column '{Columns[missing]}' is missing.");
        }

        var lines = new List<CardFeedLine>();
        while (reader.Read())
        {
            var number = (int)reader.LineNumber;
            var cells = reader.FieldCount == header.Length && !malformed.Contains(reader.LineNumber) ? reader.Current.ToArray() : null;
            lines.Add(cells is null
                ? CardFeedLine.Unreadable(number, null, "The line is quoted wrongly, or has another number of cells than the header.")
                : CardFeedLine.Read(number, cells[places[0]], cells[places[1]], cells[places[2]], cells[places[3]], cells[places[4]], cells[places[5]]));
            if (lines.Count > LinesMax)
            {
                return ([], TooMany);
            }
        }

        return (lines, null);
    }

    public static (IReadOnlyList<CardFeedLine> Lines, string? Fault) ReadNdjson(string text)
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

        return lines.Count == 0 ? ([], "The file is empty.") : (lines, null);
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

    private static string TooMany => $"The file has more than {LinesMax} lines.";

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
