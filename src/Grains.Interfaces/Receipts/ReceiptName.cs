using System.Text.Json.Serialization;

namespace Cashback.Receipts;

/// <summary>
/// Names a receipt in the whole programme, for ever: fiscal drive, document and sign, without leading zeros.
/// Written <c>drive-document-sign</c>; this is also the receipt's id in the API.
/// </summary>
[GenerateSerializer, Immutable, Alias("receipt-name")]
public readonly record struct ReceiptName(
    [property: Id(0)] string Drive, [property: Id(1)] string Document, [property: Id(2)] string Sign)
{
    private const int DriveLengthMax = 16;
    private const int NumberLengthMax = 10;

    /// <summary>Names the document alone: among verified receipts it is unique too.</summary>
    [JsonIgnore]
    public string DocumentName => $"{Short(Drive)}-{Short(Document)}";

    public override string ToString() => $"{DocumentName}-{Short(Sign)}";

    public static bool TryParse(string? text, out ReceiptName name)
    {
        var parts = text?.Split('-') ?? [];
        var ok =
            parts is [{ Length: > 0 and <= DriveLengthMax }, { Length: > 0 and <= NumberLengthMax }, { Length: > 0 and <= NumberLengthMax }]
            && parts.All(part => part.All(char.IsAsciiDigit));
        name = ok ? new ReceiptName(parts[0], parts[1], parts[2]) : default;
        return ok;
    }

    private static string Short(string digits) => digits.TrimStart('0') is { Length: > 0 } text ? text : "0";
}
