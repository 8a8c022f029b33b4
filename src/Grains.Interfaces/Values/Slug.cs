namespace Cashback;

/// <summary>Ids that people choose and that stand in addresses and keys: a–z, 0–9 and '-'.</summary>
public static class Slug
{
    public static bool Is(string? text, int lengthMax) =>
        text is { Length: > 0 }
            && text.Length <= lengthMax
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
