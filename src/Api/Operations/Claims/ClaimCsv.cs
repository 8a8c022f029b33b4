using System.Globalization;
using Cashback.Api.Csv;
using Cashback.Claims;

namespace Cashback.Api.Operations;

/// <summary>Open claims as a file for a network.</summary>
internal static class ClaimCsv
{
    private static readonly string[] Header =
        ["claim", "store", "click", "order", "ordered_at", "amount", "currency", "filed_at", "age_days", "comment"];

    public static byte[] Write(IEnumerable<Claim> claims, DateTimeOffset now) =>
        [.. CsvOutput.ByteOrderMark.Span, .. CsvOutput.Lines(claims.Select(claim => Cells(claim, now)).Prepend(Header))];

    private static string?[] Cells(Claim claim, DateTimeOffset now) =>
    [
        claim.Id, claim.StoreId, claim.ClickId, claim.OrderId, Text(claim.OrderedAt), claim.Amount.Amount.ToString(
            "0.00##", CultureInfo.InvariantCulture),
        claim.Amount.Currency, Text(claim.FiledAt), ((int)(now - claim.FiledAt).TotalDays).ToString(
            CultureInfo.InvariantCulture), claim.Comment,
    ];

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
