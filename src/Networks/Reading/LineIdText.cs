namespace Cashback.Networks;

/// <summary>
/// Ids as they come back from spreadsheets and data frames. However one id is written, it reads the same; what does not
/// fit is no id: it could be that of another line, or of one that is known already.
/// </summary>
public static class LineIdText
{
    public const string Unreadable = "unreadable-line-id";

    public static bool TryRead(string text, LineIdForm? form, out string id)
    {
        if (form == LineIdForm.WholeNumber)
        {
            return WholeNumberText.TryRead(text, out id);
        }

        id = Blanks.Trim(text);
        return OrderKey.IsLineId(id) && !IsRounded(id);
    }

    /// <summary><c>1.23457E11</c>: a long number as a spreadsheet shows it, and whose digits are lost.</summary>
    internal static bool IsRounded(string text)
    {
        var mark = text.AsSpan().IndexOfAny('.', ',');
        var e = text.AsSpan().IndexOfAny('e', 'E');
        return mark > 0 && e > mark + 1 && e < text.Length - 1
            && IsDigits(text.AsSpan(0, mark))
                && IsDigits(text.AsSpan(mark + 1, e - mark - 1))
                && IsDigits(text.AsSpan(e + 1).TrimStart('+'));
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
