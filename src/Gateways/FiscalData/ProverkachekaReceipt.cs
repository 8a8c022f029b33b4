using System.Globalization;
using System.Text.Json;
using Cashback.Receipts;

namespace Cashback.Gateways;

/// <summary>A receipt's JSON as the tax service writes it: sums in kopecks, texts padded, numbers sometimes as text.</summary>
internal static class ProverkachekaReceipt
{
    private const int LinesMax = 1_000;
    private const int TextLengthMax = 200;
    private const int TimeLengthMax = 40;
    private const decimal Kopecks = 100m;

    private static readonly string[] TimeForms =
    [
        .. from between in (string[])["'T'", "' '"]
           from clock in (string[])["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"]
           from zone in (string[])["", "zzz", "'Z'"]
           select $"yyyy-MM-dd{between}{clock}{zone}",
    ];

    public static FiscalReceipt Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            using var inner = JsonDocument.Parse(json.GetString()!);
            return Read(inner.RootElement);
        }

        return new FiscalReceipt(
            new ReceiptName(Digits(json, "fiscalDriveNumber"), Digits(json, "fiscalDocumentNumber"), Digits(json, "fiscalSign")),
            (int)Whole(json.GetProperty("operationType")),
            Time(json.GetProperty("dateTime")),
            Whole(json.GetProperty("totalSum")) / Kopecks,
            Text(json, "userInn") ?? "",
            Text(json, "user"),
            Text(json, "retailPlaceAddress"),
            Text(json, "region"),
            json.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array
                ? [.. items.EnumerateArray().Take(LinesMax).Where(item => item.ValueKind == JsonValueKind.Object).Select(Line)]
                : []);
    }

    public static long Whole(JsonElement number) => (long)Number(number);

    private static FiscalLine Line(JsonElement item) => new(
        Text(item, "name") ?? "",
        Optional(item, "quantity") ?? 1,
        SumOf(item) / Kopecks);

    /// <summary>In kopecks. Some tills leave the line's sum out; a line with neither sum nor price counts as 0.</summary>
    private static decimal SumOf(JsonElement item) =>
        Optional(item, "sum") is { } sum ? decimal.Truncate(sum)
        : Optional(item, "price") is { } price ? decimal.Round(price * (Optional(item, "quantity") ?? 1), MidpointRounding.AwayFromZero)
        : 0;

    private static decimal? Optional(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
            && (value.ValueKind == JsonValueKind.Number
                || (value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())))
            ? Number(value)
            : null;

    private static string Digits(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"{name} is missing.");

    private static decimal Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? decimal.Parse(value.GetString()!.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDecimal();

    /// <summary>
    /// Of the till's wall clock. Older documents have its seconds since 1970; some have no seconds, or parts of them, or an
    /// offset behind it, which says where the till stands and changes nothing.
    /// </summary>
    private static DateTime Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return DateTime.UnixEpoch.AddSeconds(value.GetInt64());
        }

        var text = value.GetString()!.Trim();
        return text.Length <= TimeLengthMax
            && DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.DateTime
            : throw new FormatException("The document's time can't be read.");
    }

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return null;
        }

        var raw = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : value.GetString()!;
        var text = new string([.. raw.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))]).Trim();
        return text.Length == 0 ? null : text[..Math.Min(text.Length, TextLengthMax)];
    }
}
