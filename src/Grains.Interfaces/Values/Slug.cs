using System.Buffers;

namespace Cashback;

/// <summary>Ids that people choose and that stand in addresses and keys: a–z, 0–9 and '-'.</summary>
public static class Slug
{
    private static readonly SearchValues<char> Characters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    public static bool Is(string? text, int lengthMax) =>
        text is { Length: > 0 } && text.Length <= lengthMax && !text.AsSpan().ContainsAnyExcept(Characters);
}
