using System.Globalization;

namespace Cashback;

/// <summary>
/// The one reader of e-mail addresses, for entering them and for sending to them: what it refuses no letter can go to. Local
/// parts are ASCII, as few mail servers take others; domains of other alphabets become their ASCII form.
/// </summary>
public static class EmailAddress
{
    public const int LengthMax = 254;
    public static readonly LocalText Expected = new("An e-mail address is expected, for example name@example.ru.", "Нужен адрес электронной почты, например name@example.ru.");
    private const int LocalPartMax = 64;
    private const string LocalPartMarks = "!#$%&'*+-/=?^_`{|}~.";

    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    /// <returns>The address as letters are sent to it; null if none can be.</returns>
    public static string? Read(string? text)
    {
        if (text?.Trim() is not { Length: > 0 and <= LengthMax } address)
        {
            return null;
        }

        var at = address.LastIndexOf('@');
        return at is > 0 and <= LocalPartMax && IsLocalPart(address.AsSpan(0, at)) && Domain(address[(at + 1)..]) is { } domain
            && at + 1 + domain.Length <= LengthMax
            ? $"{address[..at]}@{domain}"
            : null;
    }

    /// <summary>As it may be shown to who may not be its owner: <c>a***@example.ru</c>.</summary>
    public static string Mask(string address) =>
        address.LastIndexOf('@') is var at and > 0 ? $"{address[0]}***{address[at..]}" : "***";

    private static bool IsLocalPart(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !LocalPartMarks.Contains(character, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);
    }

    private static string? Domain(string text)
    {
        // The mapping would drop invisible characters, and turn several kinds of dots into one.
        if (text.Length == 0 || !text.All(character => char.IsLetterOrDigit(character) || character is '-' or '.'))
        {
            return null;
        }

        string ascii;
        try
        {
            ascii = Domains.GetAscii(text).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }

        // A last label of digits alone is an address of a machine.
        return Uri.CheckHostName(ascii) == UriHostNameType.Dns && ascii.LastIndexOf('.') is var dot and > 0
            && ascii.AsSpan(dot + 1) is { Length: > 1 } last && last.ContainsAnyInRange('a', 'z')
            ? ascii
            : null;
    }
}
