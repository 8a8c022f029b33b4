using System.Text;

namespace Cashback.Receipts;

/// <summary>Names of goods as tills print them, made comparable: case, padding, punctuation and ё/е do not matter.</summary>
internal static class GoodsText
{
    /// <summary>Words in small letters, one space between.</summary>
    public static string Normal(string? text)
    {
        var normal = new StringBuilder();
        foreach (var letter in (text ?? "").Normalize(NormalizationForm.FormC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
            {
                normal.Append(letter == 'ё' ? 'е' : letter);
            }
            else if (normal.Length > 0 && normal[^1] != ' ')
            {
                normal.Append(' ');
            }
        }

        return normal.ToString().TrimEnd();
    }

    /// <summary>Whether all words of the pattern are in the name, in any order; a <c>*</c> at a word's end: whatever follows.</summary>
    public static bool Matches(string pattern, string name)
    {
        var words = Normal(name).Split(' ');
        var wanted = pattern.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return wanted.Length > 0 && wanted.All(pattern => IsThere(pattern, words));
    }

    /// <summary>A pattern's word can be several where it holds punctuation: <c>coca-cola</c>.</summary>
    private static bool IsThere(string pattern, string[] words)
    {
        var parts = Normal(pattern).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var begins = pattern.EndsWith('*');
        return parts.Length > 0 && parts.Select((part, at) => begins && at == parts.Length - 1
            ? words.Any(word => word.StartsWith(part, StringComparison.Ordinal))
            : words.Contains(part)).All(found => found);
    }
}
