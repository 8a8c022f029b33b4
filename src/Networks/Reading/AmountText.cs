using System.Globalization;
using Cashback.Currencies;

namespace Cashback.Networks;

/// <summary>
/// Amounts as networks write them: <c>1299.90</c>, and where there is no doubt <c>1299,90</c>, <c>1 299,90 ₽</c>,
/// <c>+.5</c>, <c>1.2999e3</c> and <c>27964.000000000004</c>. What could be a hundred or a thousand times more is refused:
/// a comma before exactly three digits could part thousands, unless the network's format is known.
/// </summary>
public static class AmountText
{
    public const decimal Max = 1_000_000_000m;

    private const int LengthMax = 100;
    private const int WholeDigitsMax = 15;

    /// <summary>More digits of a fraction than this change no amount.</summary>
    private const int FractionDigitsKept = 12;
    private const int ExponentMax = 15;
    private const string Marks = ".,";

    /// <summary>Reads an amount that is not negative, in whatever form leaves no doubt.</summary>
    public static bool TryRead(string text, out decimal amount, out LocalText? why) =>
        TryRead(text, null, false, out amount, out _, out why);

    /// <param name="format">Null: whatever leaves no doubt.</param>
    /// <param name="signed">The amount may be negative.</param>
    /// <param name="currency">The one that stands beside the number; null: none does.</param>
    public static bool TryRead(string text, AmountFormat? format, bool signed, out decimal amount, out string? currency, out LocalText? why)
    {
        amount = 0;
        currency = null;
        var number = text.Length > LengthMax ? [] : Blanks.Trim(text.AsSpan());
        var read = TryTakeCurrency(ref number, ref currency);
        var sign = number.Length > 0 && number[0] is '-' or '−' or '+' ? number[0] : '\0';
        number = sign == '\0' ? number : number[1..];
        if (sign is '-' or '−' && !signed)
        {
            why = new("The amount can't be negative.", "Сумма не может быть отрицательной.");
            return false;
        }

        if (!read || !(TryParse(number, format, out var size) || TryParseExponent(number, out size)))
        {
            why = Expected(format);
            return false;
        }

        size = format == AmountFormat.Hundredths ? size / 100 : size;
        amount = sign is '-' or '−' ? -size : size;
        why = size > Max ? new($"The amount can't be above {Max:0}.", $"Сумма не может быть больше {Max:0}.") : null;
        return why is null;
    }

    private static LocalText Expected(AmountFormat? format) => format switch
    {
        AmountFormat.Point => new("A decimal number like 1,299.90 is expected.", "Нужно десятичное число, например 1,299.90."),
        AmountFormat.Comma => new("A decimal number like 1.299,90 is expected.", "Нужно десятичное число, например 1.299,90."),
        AmountFormat.Hundredths => new("A whole number of hundredths like 129990 is expected.", "Нужно целое число сотых долей, например 129990."),
        _ => new("A decimal number like 1299.90 is expected.", "Нужно десятичное число, например 1299.90."),
    };

    /// <summary>Takes a name of a currency away that stands before or behind the number. False: something else stands there.</summary>
    private static bool TryTakeCurrency(ref ReadOnlySpan<char> number, ref string? currency)
    {
        var first = number.IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }

        // What belongs to the number: a sign and a decimal mark before it.
        var begin = first > 0 && Marks.Contains(number[first - 1], StringComparison.Ordinal) ? first - 1 : first;
        begin = begin > 0 && number[begin - 1] is '-' or '−' or '+' ? begin - 1 : begin;
        var before = Blanks.Trim(number[..begin]);
        var last = number.LastIndexOfAnyInRange('0', '9');
        var behind = Blanks.Trim(number[(last + 1)..]);
        number = number[begin..(last + 1)];
        if (before.IsEmpty && behind.IsEmpty)
        {
            return true;
        }

        var name = before.IsEmpty ? behind : before;
        var one = before.IsEmpty || behind.IsEmpty;
        return one && CurrencyCodes.TryRead(name.ToString(), out currency) && CurrencyCodes.IsKnown(currency);
    }

    private static bool TryParse(ReadOnlySpan<char> text, AmountFormat? format, out decimal size)
    {
        size = 0;
        Span<char> plain = stackalloc char[LengthMax + 1];
        var mark = format == AmountFormat.Hundredths ? -1 : FindMark(text, format);
        var length = CopyWhole(mark < 0 ? text : text[..mark], format, plain);
        if (length is < 0 or > WholeDigitsMax || (length == 0 && mark != 0))
        {
            return false;
        }

        if (mark >= 0)
        {
            var fraction = text[(mark + 1)..];
            if (fraction.IsEmpty || fraction.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            fraction = fraction[..Math.Min(fraction.Length, FractionDigitsKept)];
            plain[length++] = '.';
            fraction.CopyTo(plain[length..]);
            length += fraction.Length;
        }

        size = decimal.Parse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary><c>1.2999e3</c>: a number of this form has no thousands, so that its mark is a decimal one.</summary>
    private static bool TryParseExponent(ReadOnlySpan<char> text, out decimal size)
    {
        size = 0;
        var e = text.IndexOfAny('e', 'E');
        if (e <= 0 || text.Length - e > 5
            || !int.TryParse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            || exponent is < -ExponentMax or > ExponentMax)
        {
            return false;
        }

        var mantissa = text[..e];
        var mark = mantissa.IndexOfAny('.', ',');
        if (!TryParse(mantissa, mark >= 0 && mantissa[mark] == ',' ? AmountFormat.Comma : AmountFormat.Point, out size))
        {
            return false;
        }

        for (; exponent > 0 && size <= Max; exponent--)
        {
            size *= 10;
        }

        for (; exponent < 0; exponent++)
        {
            size /= 10;
        }

        return true;
    }

    /// <summary>Where the decimal mark stands; -1: nowhere. One that could part thousands as well is none, and so not a digit.</summary>
    private static int FindMark(ReadOnlySpan<char> text, AmountFormat? format)
    {
        var mark = format switch
        {
            AmountFormat.Point => text.LastIndexOf('.'),
            AmountFormat.Comma => text.LastIndexOf(','),
            _ => text.IndexOfAny('.', ','),
        };
        return format is null && mark >= 0 && text[mark] == ',' && text.Length - mark == 4 ? -1 : mark;
    }

    /// <summary>Copies the digits without what parts thousands; -1 if they are not well parted.</summary>
    private static int CopyWhole(ReadOnlySpan<char> whole, AmountFormat? format, Span<char> digits)
    {
        var length = 0;
        var group = 0;
        var parting = '\0';
        foreach (var c in whole)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[length++] = c;
                group++;
                continue;
            }

            var first = parting == '\0';
            if (!Parts(c, format) || (first ? group is 0 or > 3 : c != parting || group != 3))
            {
                return -1;
            }

            parting = c;
            group = 0;
        }

        return parting == '\0' || group == 3 ? length : -1;
    }

    private static bool Parts(char c, AmountFormat? format) => c switch
    {
        ' ' or '\u00A0' or '\u2007' or '\u2009' or '\u202F' or '\'' or '’' => format != AmountFormat.Hundredths,
        ',' => format == AmountFormat.Point,
        '.' => format == AmountFormat.Comma,
        _ => false,
    };
}
