using System.Collections.Immutable;
using System.Numerics;

namespace Cashback.Cards;

/// <summary>Which weeks have a page, as a bit for each: ten years are ten numbers.</summary>
internal static class CardPages
{
    public static (int Year, long Bit) Place(DateOnly week) => (week.Year, 1L << ((week.DayOfYear - 1) / 7));

    public static bool Has(ImmutableSortedDictionary<int, long> pages, DateOnly week)
    {
        var (year, bit) = Place(week);
        return (pages.GetValueOrDefault(year) & bit) != 0;
    }

    /// <summary>The weeks that have a page, from this one back.</summary>
    public static IEnumerable<DateOnly> Back(ImmutableSortedDictionary<int, long> pages, DateOnly from)
    {
        foreach (var (year, bits) in pages.Reverse())
        {
            for (var left = bits; left != 0;)
            {
                var number = 63 - BitOperations.LeadingZeroCount((ulong)left);
                left &= ~(1L << number);
                var week = FirstMonday(year).AddDays(7 * number);
                if (week <= from)
                {
                    yield return week;
                }
            }
        }
    }

    private static DateOnly FirstMonday(int year) => CardWeeks.WeekOf(new DateOnly(year, 1, 7));
}
