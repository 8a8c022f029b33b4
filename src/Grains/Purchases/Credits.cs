using System.Collections.Immutable;

namespace Cashback.Purchases;

/// <summary>What something earned has brought, month by month, the oldest first: a purchase or a reward.</summary>
internal static class Credits
{
    /// <summary>What a month credited is one entry, however often it is raised in it; nothing credited is none.</summary>
    public static ImmutableArray<Credit> Plus(this ImmutableArray<Credit> credits, YearMonth month, long bonuses)
    {
        var there = credits.FirstOrDefault(credit => credit.Month == month);
        return bonuses == 0 ? credits
            : there is null ? credits.Add(new Credit(month, bonuses))
            : credits.Replace(there, there with { Bonuses = there.Bonuses + bonuses });
    }

    /// <summary>Without so many bonuses, the newest first.</summary>
    /// <returns>What is left, and how much of what went was credited in <paramref name="month"/>.</returns>
    public static (ImmutableArray<Credit> Left, long FromMonth) Minus(this ImmutableArray<Credit> credits, long bonuses, YearMonth month)
    {
        var left = bonuses;
        var fromMonth = 0L;
        for (var i = credits.Length - 1; i >= 0 && left > 0; i--)
        {
            var part = Math.Min(left, credits[i].Bonuses);
            fromMonth += credits[i].Month == month ? part : 0;
            credits = credits.SetItem(i, credits[i] with { Bonuses = credits[i].Bonuses - part });
            left -= part;
        }

        return (credits.RemoveAll(credit => credit.Bonuses == 0), fromMonth);
    }
}
