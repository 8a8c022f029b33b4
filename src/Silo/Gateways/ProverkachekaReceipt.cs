using System.Globalization;
using System.Text.Json;
using Cashback.Receipts;

namespace Cashback.Silo.Gateways;

/// <summary>A receipt's JSON as the tax service writes it: sums in kopecks, texts padded, numbers at times as text.</summary>
internal static class ProverkachekaReceipt
{
    private const int LinesMax = 1_000;
    private const int TextLengthMax = 200;
    private const decimal Kopecks = 100m;

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
            [.. json.GetProperty("items").EnumerateArray().Take(LinesMax).Select(Line)]);
    }

    public static long Whole(JsonElement number) => (long)Number(number);

    private static FiscalLine Line(JsonElement item) => new(
        Text(item, "name") ?? "",
        item.TryGetProperty("quantity", out var quantity) ? Number(quantity) : 1,
        Whole(item.GetProperty("sum")) / Kopecks);

    private static string Digits(JsonElement json, string name) => Text(json, name) ?? throw new FormatException($"{name} is missing.");

    private static decimal Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? decimal.Parse(value.GetString()!.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDecimal();

    /// <summary>Older documents have the seconds since 1970 of the wall clock.</summary>
    private static DateTime Time(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? DateTime.UnixEpoch.AddSeconds(value.GetInt64())
        : DateTime.ParseExact(value.GetString()!.Trim(), "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

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
