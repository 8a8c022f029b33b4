namespace Cashback.Networks;

/// <summary>
/// Macros that a network did not fill, as they stand in an address: <c>{order_id}</c>, <c>[sum]</c>, <c>[[[x]]]</c>,
/// <c>*x*</c>.
/// </summary>
internal static class MacroText
{
    private const int LengthMax = 64;

    private static readonly (string Open, string Close)[] Brackets =
        [("[[[", "]]]"), ("{{", "}}"), ("${", "}"), ("!!!", "!!!"), ("{", "}"), ("[", "]"), ("*", "*"), ("%", "%"), ("#", "#")];

    public static bool Is(string text)
    {
        if (text.Length > LengthMax || char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (var (open, close) in Brackets)
        {
            if (text.Length > open.Length + close.Length
                && text.StartsWith(open, StringComparison.Ordinal)
                && text.EndsWith(close, StringComparison.Ordinal))
            {
                return IsName(text.AsSpan(open.Length, text.Length - open.Length - close.Length));
            }
        }

        return false;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }
}
