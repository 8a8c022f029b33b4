namespace Cashback.Networks;

public static class NetworkIds
{
    /// <summary>1–32 of a–z, 0–9 and '-': it is part of every purchase's id.</summary>
    public static bool IsId(string? text) =>
        text is { Length: > 0 and <= 32 } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
