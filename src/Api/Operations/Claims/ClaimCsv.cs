using System.Globalization;
using System.Text;
using Cashback.Claims;
using CsvHelper;

namespace Cashback.Api.Operations;

/// <summary>Open claims as a file for a network.</summary>
internal static class ClaimCsv
{
    private static readonly string[] Header =
        ["claim", "store", "click", "order", "ordered_at", "amount", "currency", "filed_at", "age_days", "comment"];

    public static byte[] Write(IEnumerable<Claim> claims, DateTimeOffset now)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), true))
        {
            csv.WriteRecord(Header);
            foreach (var claim in claims)
            {
                string[] cells =
                [
                    claim.Id, claim.StoreId, claim.ClickId, claim.OrderId, Text(claim.OrderedAt), claim.Amount.Amount.ToString("0.00##", CultureInfo.InvariantCulture),
                    claim.Amount.Currency, Text(claim.FiledAt), ((int)(now - claim.FiledAt).TotalDays).ToString(CultureInfo.InvariantCulture), claim.Comment ?? "",
                ];
                csv.WriteRecord([.. cells.Select(Harmless)]);
            }
        }

        // With the mark that tells spreadsheets that it is UTF-8.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>What a subscriber typed must not become a formula in somebody's spreadsheet.</summary>
    internal static string Harmless(string cell) =>
        cell.TrimStart() is { Length: > 0 } begun && begun[0] is '=' or '+' or '-' or '@' || cell is ['\t' or '\r' or '\n', ..] ? "'" + cell : cell;

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
