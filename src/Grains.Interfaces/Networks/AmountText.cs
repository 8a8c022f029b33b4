using System.Globalization;

namespace Cashback.Networks;

/// <summary>
/// Amounts as networks write them: <c>1299.90</c>, and where there is no doubt <c>1299,90</c> and <c>1 299,90</c>.
/// A comma before exactly three digits could part thousands, so it is refused unless the network's format is known.
/// </summary>
public static class AmountText
{
    public const decimal Max = 1_000_000_000m;

    private const int LengthMax = 32;
    private const int WholeDigitsMax = 15;
    private const int FractionDigitsMax = 8;

    /// <summary>Reads an amount that is not negative, in whatever form leaves no doubt.</summary>
    public static bool TryRead(string text, out decimal amount, out string? why) => TryRead(text, null, false, out amount, out why);

    /// <param name="format">Null: whatever leaves no doubt.</param>
    /// <param name="signed">The amount may be negative.</param>
    public static bool TryRead(string text, AmountFormat? format, bool signed, out decimal amount, out string? why)
    {
        amount = 0;
        var negative = text.StartsWith('-') || text.StartsWith('−');
        if (negative && !signed)
        {
            why = "The amount can't be negative.";
            return false;
        }

        if (text.Length > LengthMax || !TryParse(text.AsSpan(negative ? 1 : 0), format, out var size))
        {
            why = format switch
            {
                AmountFormat.Point => "A decimal number like 1,299.90 is expected, with at most eight decimal places.",
                AmountFormat.Comma => "A decimal number like 1.299,90 is expected, with at most eight decimal places.",
                AmountFormat.Hundredths => "A whole number of hundredths like 129990 is expected.",
                _ => "A decimal number like 1299.90 is expected, with at most eight decimal places.",
            };
            return false;
        }

        amount = negative ? -size : size;
        why = size > Max ? $"The amount can't be above {Max:0}." : null;
        return why is null;
    }

    private static bool TryParse(ReadOnlySpan<char> text, AmountFormat? format, out decimal size)
    {
        size = 0;
        Span<char> plain = stackalloc char[LengthMax];
        var mark = format == AmountFormat.Hundredths ? -1 : FindMark(text, format);
        var whole = mark < 0 ? text : text[..mark];
        var length = CopyWhole(whole, format, plain);
        if (length is 0 or > WholeDigitsMax)
        {
            return false;
        }

        if (mark >= 0)
        {
            var fraction = text[(mark + 1)..];
            if (fraction.Length is 0 or > FractionDigitsMax || fraction.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            plain[length++] = '.';
            fraction.CopyTo(plain[length..]);
            length += fraction.Length;
        }

        size = decimal.Parse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        size = format == AmountFormat.Hundredths ? size / 100 : size;
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

    /// <summary>Copies the digits without what parts thousands; 0 if they are not well parted.</summary>
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
                return 0;
            }

            parting = c;
            group = 0;
        }

        return parting == '\0' || group == 3 ? length : 0;
    }

    private static bool Parts(char c, AmountFormat? format) => c switch
    {
        ' ' or '\u00A0' or '\u202F' => format != AmountFormat.Hundredths,
        ',' => format == AmountFormat.Point,
        '.' => format == AmountFormat.Comma,
        _ => false,
    };
}
