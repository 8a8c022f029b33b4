namespace Cashback;

/// <summary>
/// Whole numbers as senders and spreadsheets write them: <c>17</c>, <c>17.0</c>, <c>1 234 567</c>, with blanks around. What
/// could be another number is refused: an exponent (a spreadsheet has rounded it), <c>1.000</c> (a thousand?), a fraction
/// of more digits than a binary number holds.
/// </summary>
public static class WholeNumberText
{
    private const int DigitsMax = 20;
    private const int LengthMax = 64;

    /// <summary>With so many digits a binary floating point number is still exact.</summary>
    private const int ExactDigits = 15;

    /// <param name="digits">Without leading zeros.</param>
    public static bool TryRead(string text, out string digits)
    {
        digits = "";
        var number = text.Length > LengthMax ? [] : Blanks.Trim(text.AsSpan());
        var mark = number.IndexOfAny('.', ',');
        if (mark >= 0 && !IsZeros(number[(mark + 1)..]))
        {
            return false;
        }

        Span<char> plain = stackalloc char[LengthMax];
        var length = CopyDigits(mark < 0 ? number : number[..mark], plain);
        if (length is 0 or > DigitsMax || (mark >= 0 && length > ExactDigits))
        {
            return false;
        }

        digits = plain[..length].TrimStart('0').ToString();
        digits = digits.Length == 0 ? "0" : digits;
        return true;
    }

    private static bool IsZeros(ReadOnlySpan<char> fraction) => fraction.Length is > 0 and not 3 && !fraction.ContainsAnyExcept('0');

    /// <summary>Copies the digits without the blanks between thousands; 0 if they are not well parted.</summary>
    private static int CopyDigits(ReadOnlySpan<char> text, Span<char> digits)
    {
        var length = 0;
        var group = 0;
        var parted = false;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[length++] = c;
                group++;
                continue;
            }

            if (!Blanks.Is(c) || (parted ? group != 3 : group is 0 or > 3))
            {
                return 0;
            }

            parted = true;
            group = 0;
        }

        return !parted || group == 3 ? length : 0;
    }
}
