using System.Text.Json.Serialization;

namespace Cashback.Devices;

/// <summary>
/// The number of a device: fourteen digits and a check digit by Luhn's rule. Can only be made by <see cref="TryParse"/>, the
/// one reader of device numbers: whatever is before and after the fourteen digits, they are the device.
/// </summary>
/// <param name="Digits">All fifteen.</param>
[GenerateSerializer, Immutable, Alias("imei")]
[JsonConverter(typeof(StoredImeiConverter))]
public readonly record struct Imei([property: Id(0)] string Digits)
{
    private const int Device = 14;
    private const int Length = Device + 1;
    private const int VersionLength = 2;
    private const int LengthMax = 64;
    private const string Prefix = "IMEI";
    private const string Signs = " :=#№)";

    /// <summary>The type allocation code: which model it is.</summary>
    public string Tac => Digits[..8];

    /// <summary>All but the last four digits hidden, for logs.</summary>
    public override string ToString() => "…" + Digits[^4..];

    /// <summary>
    /// Reads it as phones, boxes and people write it: with blanks, dashes, dots and slashes between, <c>IMEI</c> before it,
    /// without its check digit (14), with it (15), with the software version in its place (16) or behind it (17).
    /// </summary>
    /// <param name="why">What is wrong, in words; null when it is good.</param>
    public static bool TryParse(string? text, out Imei imei, out LocalText? why)
    {
        imei = default;
        var digits = DigitsOf(text);
        var ofDevice = digits.Length is >= Device and <= Length + VersionLength ? digits[..Device] : "";
        why = ofDevice.Length == 0 ? new("An IMEI of 15 digits is expected; *#06# shows it.", "Нужен IMEI из 15 цифр; его показывает *#06#.")
            : ofDevice.All(digit => digit == '0') ? new("This IMEI belongs to no device.", "Такого IMEI не существует.")
            : HasCheckDigit(digits) && digits[Device] != CheckDigitOf(ofDevice) ? new(
                "The check digit does not fit: one of the digits is wrong.",
                "Контрольная цифра не сходится: одна из цифр неверна.")
            : null;
        if (why is null)
        {
            imei = new Imei(ofDevice + CheckDigitOf(ofDevice));
        }

        return why is null;
    }

    /// <summary>With sixteen digits the last two are the version of the software, and there is no check digit.</summary>
    private static bool HasCheckDigit(string digits) => digits.Length is Length or Length + VersionLength;

    /// <returns>Empty: there is something else among them.</returns>
    private static string DigitsOf(string? text)
    {
        if (text is null || text.Length > LengthMax)
        {
            return "";
        }

        var rest = text.AsSpan().Trim();
        if (rest.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            rest = WithoutPrefix(rest[Prefix.Length..]);
        }

        Span<char> digits = stackalloc char[rest.Length];
        var count = 0;
        foreach (var letter in rest)
        {
            if (char.IsAsciiDigit(letter))
            {
                digits[count++] = letter;
            }
            else if (!IsBetween(letter))
            {
                return "";
            }
        }

        return new string(digits[..count]);
    }

    /// <summary>Of <c>IMEI:</c>, <c>IMEISV </c>, <c>IMEI 2: </c>, <c>IMEI1=</c> what follows the prefix is left out.</summary>
    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> rest)
    {
        rest = rest.StartsWith("SV", StringComparison.OrdinalIgnoreCase) ? rest[2..] : rest;
        rest = rest.TrimStart(Signs);

        // No IMEI is written with its first digit apart: this one counts the slots for SIM cards.
        return rest is ['1' or '2', ' ' or ':' or '=' or '#' or ')', ..] ? rest[1..].TrimStart(Signs) : rest;
    }

    private static bool IsBetween(char letter) =>
        letter is '-' or '/' or '.' or '_' or '\u2010' or '\u2011' or '\u2013' or '\u2014' || char.IsWhiteSpace(letter);

    private static char CheckDigitOf(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = digit * (2 - i % 2);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (char)('0' + (10 - sum % 10) % 10);
    }
}

/// <summary>It was checked when it came in.</summary>
public sealed class StoredImeiConverter() : TextConverter<Imei>(text => new Imei(text), imei => imei.Digits);
