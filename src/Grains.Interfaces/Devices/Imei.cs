using System.Text.Json.Serialization;

namespace Cashback.Devices;

/// <summary>The number of a device: fourteen digits and a check digit by Luhn's rule. Can only be made by <see cref="TryParse"/>.</summary>
[GenerateSerializer, Immutable, Alias("imei")]
[JsonConverter(typeof(StoredImeiConverter))]
public readonly record struct Imei([property: Id(0)] string Digits)
{
    private const int Length = 15;
    private const int LengthMax = 32;

    /// <summary>The type allocation code: which model it is.</summary>
    public string Tac => Digits[..8];

    /// <summary>All but the last four digits hidden, for logs.</summary>
    public override string ToString() => "…" + Digits[^4..];

    /// <summary>Reads it as people write it, with blanks, dashes and slashes between.</summary>
    /// <param name="why">What is wrong, in words; null when it is good.</param>
    public static bool TryParse(string? text, out Imei imei, out LocalText? why)
    {
        imei = default;
        var digits = text is { Length: <= LengthMax } ? new string([.. text.Where(character => character is not (' ' or '-' or '/'))]) : "";
        why = digits.Length != Length || !digits.All(char.IsAsciiDigit) ? "An IMEI of 15 digits is expected; *#06# shows it."
            : digits.All(digit => digit == '0') ? "This IMEI belongs to no device."
            : !CheckDigitHolds(digits) ? "The check digit does not fit: one of the digits is wrong."
            : null;
        if (why is null)
        {
            imei = new Imei(digits);
        }

        return why is null;
    }

    private static bool CheckDigitHolds(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = digit * (1 + i % 2);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }
}

/// <summary>It was checked when it came in.</summary>
public sealed class StoredImeiConverter() : TextConverter<Imei>(text => new Imei(text), imei => imei.Digits);
