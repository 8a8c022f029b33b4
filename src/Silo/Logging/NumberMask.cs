using System.Text;
using Cashback.Certificates;

namespace Cashback.Silo.Logging;

/// <summary>
/// Masks text that leaves the process as a log line or a trace: phone numbers, numbers of devices, fiscal
/// drives and cards, keys of receipts, codes of certificates, and partners' keys in addresses. Our own lines contain none, but
/// Orleans and its storage log keys of grains, also in exceptions, and many libraries log URLs.
/// One pass over the text.
/// </summary>
public static class NumberMask
{
    private const int PhoneLength = 11;

    /// <summary>Device numbers have 15 and 16 digits, fiscal drives and cards 16; a time in milliseconds has 13.</summary>
    private const int NumberLengthMin = 14;

    private const int CodeLength = 18;
    private const int CodeGroup = 6;
    private const string Hidden = "***";

    /// <summary>A plus sign as JSON escapes it, which ends in a digit and precedes a number.</summary>
    private const string EscapedPlus = "u002B";

    public static string Of(string text)
    {
        StringBuilder? masked = null;
        var written = 0;
        for (var at = 0; at < text.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }

            var end = EndOfWord(text, at);
            var (from, to, shown) = Find(text, at, end);
            if (to > from)
            {
                masked ??= new StringBuilder(text.Length);
                masked.Append(text, written, from - written).Append(shown);
                (written, end) = (to, to);
            }

            at = end;
        }

        return masked is null ? text : masked.Append(text, written, text.Length - written).ToString();
    }

    /// <summary>What to hide of the word and of what belongs to it; an empty part: nothing.</summary>
    private static (int From, int To, string Shown) Find(string text, int start, int end)
    {
        var word = text.AsSpan(start, end - start);
        if (word.StartsWith(EscapedPlus) && start > 0 && text[start - 1] == '\\')
        {
            start += EscapedPlus.Length;
            word = word[EscapedPlus.Length..];
        }

        if (IsNumber(word))
        {
            return (start, end, string.Concat(word[..4], Hidden, word[^2..]));
        }

        if (IsCode(text, start, word, out var codeEnd))
        {
            return (start, codeEnd, Hidden);
        }

        if (end < text.Length && text[end] == ':' && word is "receipt" or "fiscal" or "device" or "promo")
        {
            return (end + 1, EndOfPart(text, end + 1, segment: false), Hidden);
        }

        return word is "postbacks" && start > 0 && text[start - 1] == '/' ? KeyOfPath(text, end) : default;
    }

    private static bool IsNumber(ReadOnlySpan<char> word) =>
        (word.Length == PhoneLength ? word[0] is '7' or '8' && word[1] == '9' : word.Length >= NumberLengthMin)
            && !word.ContainsAnyExceptInRange('0', '9');

    /// <summary>
    /// As it is shown, in three groups, or as it is stored; one in a hundred other words of that shape would be hidden too.
    /// </summary>
    private static bool IsCode(string text, int start, ReadOnlySpan<char> word, out int end)
    {
        end = start + (word.Length == CodeGroup ? CodeLength + 2 : CodeLength);
        return word.Length is CodeGroup or CodeLength
            && end <= text.Length
            && (end == text.Length || !char.IsAsciiLetterOrDigit(text[end]))
            && CertificateCode.TryRead(text[start..end], out _);
    }

    /// <summary><c>/postbacks/NETWORK/KEY</c>, up to the next part of the address or its end.</summary>
    private static (int From, int To, string Shown) KeyOfPath(string text, int end)
    {
        if (end >= text.Length || text[end] != '/')
        {
            return default;
        }

        var network = EndOfPart(text, end + 1, segment: true);
        return network < text.Length && text[network] == '/' ? (network + 1, EndOfPart(text, network + 1, segment: true), Hidden) : default;
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return end;
    }

    private static int EndOfPart(string text, int start, bool segment)
    {
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '\'' or ',' or ')' or ']' or '}' or '\\')
            && !(segment && text[end] is '/' or '?' or '#'))
        {
            end++;
        }

        return end;
    }
}
