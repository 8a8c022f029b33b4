using System.Globalization;

namespace Cashback.Receipts;

/// <summary>The text of a receipt's QR code, read.</summary>
/// <param name="Time">By the till's wall clock, without a zone.</param>
/// <param name="Sum">Rubles.</param>
/// <param name="Operation">1 a sale, 2 its refund, 3 a purchase from the person, 4 its refund.</param>
[GenerateSerializer, Immutable, Alias("receipt-qr")]
public sealed record ReceiptQr(
    [property: Id(0)] ReceiptName Name,
    [property: Id(1)] DateTime Time,
    [property: Id(2)] decimal Sum,
    [property: Id(3)] int Operation)
{
    public const int TextLengthMax = 1_000;
    public const int Sale = 1;
    private const decimal SumMax = 100_000_000;
    private const int DriveLength = 16;
    private static readonly string[] Known = ["t", "s", "fn", "i", "fp", "n"];
    private static readonly string[] TimeForms = ["yyyyMMdd'T'HHmm", "yyyyMMdd'T'HHmmss"];

    /// <summary>
    /// Reads the text whatever the order of its fields, with spaces around values, with or without seconds, with fields
    /// that nobody knows, URL-encoded as a whole or in part.
    /// </summary>
    /// <param name="faults">What is wrong, each with the field's name; empty when the text is good.</param>
    public static ReceiptQr? Read(string? text, out IReadOnlyList<LocalText> faults)
    {
        var found = new List<LocalText>();
        faults = found;
        if (string.IsNullOrWhiteSpace(text) || text.Length > TextLengthMax)
        {
            found.Add(new(
                $"The text of a receipt's QR code is expected, of at most {TextLengthMax} characters: t=…&s=…&fn=…&i=…&fp=…&n=1",
                $"Нужен текст QR-кода чека, не длиннее {TextLengthMax} символов: t=…&s=…&fn=…&i=…&fp=…&n=1"));
            return null;
        }

        var fields = FieldsOf(text, found);
        var time = ReadTime(fields, found);
        var sum = ReadSum(fields, found);
        var drive = ReadDigits(fields, "fn", text => text.Length == DriveLength && text.All(char.IsAsciiDigit), new("the 16 digits of the fiscal drive's number", "нужны 16 цифр номера фискального накопителя"), found);
        var document = ReadNumber(fields, "i", found);
        var sign = ReadNumber(fields, "fp", found);
        var operation = ReadDigits(fields, "n", text => text is "1" or "2" or "3" or "4", new("a digit from 1 to 4", "нужна цифра от 1 до 4"), found);
        return found.Count > 0
            ? null
            : new ReceiptQr(new ReceiptName(drive!, document!, sign!), time, sum, operation![0] - '0');
    }

    private static Dictionary<string, string> FieldsOf(string text, List<LocalText> faults)
    {
        // Encoded as a whole, or copied with the address of a page that checks receipts.
        var plain = text.Contains('=', StringComparison.Ordinal) ? text : Uri.UnescapeDataString(text);
        plain = plain[(plain.IndexOf('?', StringComparison.Ordinal) + 1)..].Replace("&amp;", "&", StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in plain.Split('&'))
        {
            var sign = part.IndexOf('=', StringComparison.Ordinal);
            if (sign < 0)
            {
                continue;
            }

            var (name, value) = (Decode(part[..sign]), Decode(part[(sign + 1)..]));
            if (!fields.TryAdd(name, value) && fields[name] != value && Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add(new($"{name}: it is given twice, with different values.", $"{name}: поле указано дважды с разными значениями."));
            }
        }

        return fields;
    }

    // No field has blanks of its own: those inside come from breaking lines and copying.
    private static string Decode(string text) =>
        string.Concat(
            Uri.UnescapeDataString(text.Replace('+', ' ')).Where(
                letter => !char.IsWhiteSpace(letter) && letter is not ('\uFEFF' or '\u200B')));

    private static DateTime ReadTime(Dictionary<string, string> fields, List<LocalText> faults)
    {
        var text = fields.GetValueOrDefault("t", "").ToUpperInvariant();
        if (!DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            faults.Add(new("t: the time of the sale is expected, for example 20260518T2205.", "t: нужно время продажи, например 20260518T2205."));
        }

        return time;
    }

    private static decimal ReadSum(Dictionary<string, string> fields, List<LocalText> faults)
    {
        var text = fields.GetValueOrDefault("s", "").Replace(',', '.');
        if (IsSum(text)
            && decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) is > 0 and <= SumMax and var sum)
        {
            return sum;
        }

        faults.Add(new("s: the sum in rubles is expected, above 0, for example 975.88.", "s: нужна сумма в рублях больше 0, например 975.88."));
        return 0;
    }

    private static string? ReadDigits(
        Dictionary<string, string> fields, string name, Func<string, bool> isIt, LocalText expected, List<LocalText> faults)
    {
        var text = fields.GetValueOrDefault(name, "");
        if (isIt(text))
        {
            return text;
        }

        faults.Add(new($"{name}: {expected.En} is expected.", $"{name}: {expected.Ru}."));
        return null;
    }

    // Both are unsigned numbers of 32 bits; leading zeros are print, not part of them.
    private static string? ReadNumber(Dictionary<string, string> fields, string name, List<LocalText> faults)
    {
        var text = fields.GetValueOrDefault(name, "");
        if (text.Length <= 20
            && text.All(char.IsAsciiDigit)
            && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        faults.Add(new($"{name}: a whole number from 1 to {uint.MaxValue} is expected.", $"{name}: нужно целое число от 1 до {uint.MaxValue}."));
        return null;
    }

    /// <summary>Up to nine digits of rubles, and one or two of kopecks behind a point.</summary>
    private static bool IsSum(string text) =>
        text.Length <= 12 && text.Split('.') is [{ Length: > 0 and <= 9 } rubles, .. var rest] && rubles.All(char.IsAsciiDigit)
        && rest is [] or [{ Length: 1 or 2 }] && rest.All(kopecks => kopecks.All(char.IsAsciiDigit));
}
