using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>How much cash a day and a month allow.</summary>
internal static class WithdrawalLimits
{
    public static decimal LeftToday(CardTerms terms, decimal today, decimal month) =>
        Math.Max(0, Math.Min(terms.WithdrawalsADay - today, terms.WithdrawalsAMonth - month));

    public static decimal LeftThisMonth(CardTerms terms, decimal month) => Math.Max(0, terms.WithdrawalsAMonth - month);

    public static ImmutableArray<DateOnly> DaysOver(CardTerms terms, IEnumerable<(DateOnly Day, decimal Amount)> withdrawals) =>
    [
        .. withdrawals.GroupBy(withdrawal => withdrawal.Day)
            .Where(day => day.Sum(withdrawal => withdrawal.Amount) > terms.WithdrawalsADay)
            .Select(day => day.Key)
            .Order(),
    ];
}
