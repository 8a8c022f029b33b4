using System.Globalization;

namespace Cashback;

/// <summary>Reads a code of six digits as people paste it out of an SMS: with blanks, dashes and line breaks in it or around it.</summary>
public static class SixDigits
{
    public const int Length = 6;
    private const int TextLengthMax = 64;

    /// <returns>The six digits; null if the text is anything else.</returns>
    public static string? Read(string? text)
    {
        if (text is null or { Length: < Length or > TextLengthMax })
        {
            return null;
        }

        Span<char> digits = stackalloc char[Length];
        var count = 0;
        foreach (var character in text)
        {
            if (char.IsAsciiDigit(character) && count < Length)
            {
                digits[count++] = character;
            }
            else if (!IsSeparator(character))
            {
                return null;
            }
        }

        return count == Length ? new string(digits) : null;
    }

    /// <summary>Blanks, line breaks, dashes of every kind, and invisible characters that come along when text is copied.</summary>
    public static bool IsSeparator(char character) =>
        char.IsWhiteSpace(character)
            || char.GetUnicodeCategory(character) is UnicodeCategory.DashPunctuation or UnicodeCategory.Format
            || character == '\u2212';
}
