namespace Cashback.Networks;

public static class NetworkIds
{
    private const int LengthMax = 32;

    /// <summary>It is part of every purchase's id.</summary>
    public static bool IsId(string? text) => Slug.Is(text, LengthMax);
}
