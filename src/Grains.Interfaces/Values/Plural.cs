namespace Cashback;

/// <summary>The word that goes with a number.</summary>
public static class Plural
{
    /// <summary>Russian: 1, 21, 101 бонус; 2–4, 22 бонуса; 0, 5–20, 25, 111 бонусов.</summary>
    public static string Russian(long count, string one, string few, string many)
    {
        var lastTwo = Math.Abs(count % 100);
        return lastTwo is >= 11 and <= 14
            ? many
            : (lastTwo % 10) switch
            {
                1 => one,
                >= 2 and <= 4 => few,
                _ => many,
            };
    }

    public static string English(long count, string one, string many) => count is 1 or -1 ? one : many;
}
