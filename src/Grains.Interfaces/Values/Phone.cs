using System.Text;
using System.Text.Json.Serialization;
using PhoneNumbers;

namespace Cashback;

/// <summary>A mobile phone number in E.164 (<c>+79161234567</c>). Can only be made by <see cref="TryParse"/>.</summary>
[GenerateSerializer, Immutable, Alias("phone-number")]
[JsonConverter(typeof(StoredPhoneConverter))]
public readonly record struct Phone([property: Id(0)] string E164)
{
    private const int TextLengthMax = 64;
    private static readonly LocalText NotANumber = new(
        "This can't be read as a phone number; an example is +79161234567.", "Это не похоже на номер телефона; пример номера: +79161234567.");
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>The number with all but its ends hidden, for logs and for people who are not its owner.</summary>
    public string Masked => E164.Length < 8 ? "+…" : $"{E164[..5]}***{E164[^2..]}";

    public override string ToString() => Masked;

    /// <summary>
    /// Reads a number as people write it (<c>8 (916) 123-45-67</c>, <c>7916…</c>, <c>+7916…</c>).
    /// Only Russian mobile numbers (+7 9…) can take part; +7 6… and +7 7… are Kazakhstan's.
    /// </summary>
    /// <param name="why">What is wrong, in words for the person who typed it; null when the number is good.</param>
    public static bool TryParse(string? text, out Phone phone, out LocalText? why)
    {
        phone = default;
        why = null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > TextLengthMax)
        {
            why = new("A phone number is expected, for example +79161234567.", "Нужен номер телефона, например +79161234567.");
            return false;
        }

        if (!TryClean(text, out var written, out why))
        {
            return false;
        }

        try
        {
            var parsed = Numbers.Parse(written, "RU");
            var e164 = Numbers.Format(parsed, PhoneNumberFormat.E164);
            if (parsed.CountryCode != 7 || parsed.HasExtension)
            {
                why = new("Only Russian mobile numbers (+7 9…) can take part.", "Участвовать могут только российские мобильные номера (+7 9…).");
                return false;
            }

            if (e164.Length != 12 || e164[2] != '9' || !Numbers.IsValidNumberForRegion(parsed, "RU"))
            {
                why = e164.Length == 12 && e164[2] is '6' or '7'
                    ? new("This is a number of Kazakhstan; only Russian mobile numbers (+7 9…) can take part.", "Это номер Казахстана; участвовать могут только российские мобильные номера (+7 9…).")
                    : new("This is not a Russian mobile number (+7 and ten digits, the first a 9).", "Это не российский мобильный номер (+7 и десять цифр, первая из них 9).");
                return false;
            }

            phone = new Phone(e164);
            return true;
        }
        catch (NumberParseException)
        {
            why = NotANumber;
            return false;
        }
    }

    /// <summary>
    /// Leaves the digits, with a + before them if there was one. The library would take letters for digits
    /// (<c>8916ABCDEFG</c>) or drop them together with all that follows, and the code would go to a stranger.
    /// </summary>
    private static bool TryClean(string text, out string written, out LocalText? why)
    {
        why = null;
        var digits = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsDigit(character) || (character is '+' or '\uFF0B' && digits.Length == 0))
            {
                digits.Append(character);
            }
            else if (char.IsLetter(character) || char.IsSurrogate(character))
            {
                why = new("A phone number has no letters; an example is +79161234567.", "В номере телефона не бывает букв; пример номера: +79161234567.");
            }
            else if (!SixDigits.IsSeparator(character) && character is not ('(' or ')' or '.' or '/'))
            {
                why ??= NotANumber;
            }
        }

        written = digits.ToString();
        return why is null;
    }
}

/// <summary>The number was checked when it came in; a numbering plan that changed since must not make a record unreadable.</summary>
public sealed class StoredPhoneConverter() : TextConverter<Phone>(text => new Phone(text), phone => phone.E164);
