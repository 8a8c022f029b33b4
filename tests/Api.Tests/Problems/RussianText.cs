using System.Text.RegularExpressions;

namespace Cashback.Api.Tests.Problems;

/// <summary>Tells a Russian text from one that was left in English.</summary>
internal static partial class RussianText
{
    public static bool HasCyrillic(string text) => Cyrillic().IsMatch(text);

    /// <summary>
    /// In Russian: names of fields, formats and examples are Latin in it, but no three English words stand together, and it
    /// has no article, preposition or verb of English.
    /// </summary>
    public static bool Is(string text) => HasCyrillic(text) && !EnglishRun().IsMatch(text) && !EnglishWord().IsMatch(text);

    [GeneratedRegex("[А-Яа-яЁё]")]
    private static partial Regex Cyrillic();

    [GeneratedRegex(@"\b[A-Za-z][a-z]*(?: [a-z]+){2,}")]
    private static partial Regex EnglishRun();

    [GeneratedRegex(@"\b(?:the|this|that|these|is|are|was|were|be|been|can|can't|of|for|not|with|must|expected|there|has|have|and|or|at most|needs?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishWord();
}
