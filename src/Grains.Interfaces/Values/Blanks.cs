using System.Globalization;

namespace Cashback;

/// <summary>
/// Blanks of every kind that stand around what senders write: spaces, no-break and thin ones, line breaks, byte order marks
/// and other characters without a width.
/// </summary>
public static class Blanks
{
    public static bool Is(char c) => char.IsWhiteSpace(c) || (c > '\u007f' && char.GetUnicodeCategory(c) == UnicodeCategory.Format);

    public static string Trim(string text)
    {
        var trimmed = Trim(text.AsSpan());
        return trimmed.Length == text.Length ? text : trimmed.ToString();
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var begin = 0;
        var end = text.Length;
        while (begin < end && Is(text[begin]))
        {
            begin++;
        }

        while (end > begin && Is(text[end - 1]))
        {
            end--;
        }

        return text[begin..end];
    }
}
