using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>
/// Interest on the card's own money, by the balance at the end of each day. Each tier's rate holds for its part of the
/// balance, so more money never earns less; a balance below the first tier earns nothing, one in it earns from the first
/// ruble. Rounded to a kopeck once, for the whole month.
/// </summary>
internal static class BalanceInterest
{
    /// <param name="balances">At the end of each day of one year.</param>
    public static decimal Of(ImmutableArray<InterestTier> tiers, int year, IEnumerable<decimal> balances)
    {
        var days = DateTime.IsLeapYear(year) ? 366 : 365;
        return Kopecks.Round(balances.Sum(balance => OfAYear(tiers, balance)) / days);
    }

    /// <summary>What a balance would earn if it stood for a year.</summary>
    public static decimal OfAYear(ImmutableArray<InterestTier> tiers, decimal balance)
    {
        if (tiers.IsEmpty || balance < tiers[0].From)
        {
            return 0;
        }

        var interest = 0m;
        for (var i = 0; i < tiers.Length; i++)
        {
            var from = i == 0 ? 0 : tiers[i].From;
            var to = i + 1 < tiers.Length ? Math.Min(balance, tiers[i + 1].From) : balance;
            interest += Math.Max(0, to - from) * tiers[i].PercentAYear / 100;
        }

        return interest;
    }
}
