using System.Text.RegularExpressions;

namespace Cashback.Messages;

/// <summary>
/// The error of an outside service, fit to be kept and logged: one short line, with long digit runs (phone numbers, cards) and
/// e-mail addresses hidden.
/// </summary>
internal static partial class ErrorText
{
    private const int Longest = 200;

    public static string Of(Exception error) => Of($"{error.GetType().Name}: {error.Message}");

    public static string Of(string text)
    {
        var line = WithoutAddresses(LongNumber().Replace(Blank().Replace(text, " "), "…")).Trim();
        return line.Length <= Longest ? line : line[..(char.IsHighSurrogate(line[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }

    // Mail servers repeat whom they refuse.
    private static string WithoutAddresses(string line) => line.Contains('@', StringComparison.Ordinal)
        ? string.Join(' ', line.Split(' ').Select(word => word.Contains('@', StringComparison.Ordinal) ? "…" : word))
        : line;

    [GeneratedRegex(@"[\s\p{C}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    [GeneratedRegex(@"\+?[0-9][0-9 ()\-]{5,}[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex LongNumber();
}
