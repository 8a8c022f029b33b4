using System.Text.RegularExpressions;

namespace Cashback.Silo.Logging;

/// <summary>
/// Hides phone numbers in text that is about to be logged. Our own lines hold none, but Orleans and its storage name
/// grains by their keys, in messages and in exceptions, and a number's grain is named by the number.
/// </summary>
public static partial class NumberMask
{
    public static string Of(string text) => Number().Replace(text, number => $"{number.Value[..4]}***{number.Value[^2..]}");

    [GeneratedRegex(@"(?<![0-9A-Za-z])[78]9[0-9]{9}(?![0-9A-Za-z])|(?<=u002B)79[0-9]{9}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
