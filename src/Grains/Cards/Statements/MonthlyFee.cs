namespace Cashback.Cards;

/// <summary>
/// The month's fee, and what makes it free: the first months, enough turnover, or a balance that never ends a day too low.
/// </summary>
internal static class MonthlyFee
{
    public const string FirstMonths = "firstMonths";
    public const string Turnover = "turnover";
    public const string Balance = "balance";

    /// <param name="turnover">Purchases less refunds.</param>
    /// <param name="lowest">The lowest balance at the end of a day of the month on which there was a card.</param>
    public static MonthlyFeeDue Of(CardTerms terms, YearMonth month, YearMonth issued, decimal turnover, decimal lowest)
    {
        var age = (month.Year - issued.Year) * 12 + month.Month - issued.Month;
        var waiver = age < terms.FeeFreeMonths ? FirstMonths
            : turnover >= terms.FeeFreeTurnover ? Turnover
            : lowest >= terms.FeeFreeBalance ? Balance
            : null;
        return new(waiver is null ? terms.Fee : 0, waiver);
    }
}
