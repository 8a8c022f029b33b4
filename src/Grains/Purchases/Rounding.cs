namespace Cashback.Purchases;

/// <summary>
/// From an amount to whole bonuses: in decimal arithmetic all the way, rounded once per purchase, after conversion,
/// halves away from zero (domain.md, "Cashback of a purchase").
/// </summary>
public static class Rounding
{
    public static long ToBonuses(decimal raw) => (long)Math.Round(raw, 0, MidpointRounding.AwayFromZero);

    public static decimal ToKopecks(decimal rubles) => Math.Round(rubles, 2, MidpointRounding.AwayFromZero);

    /// <param name="exchangeRate">Rubles for one unit of the amount's currency.</param>
    public static long CashbackOf(Rate rate, decimal amount, decimal exchangeRate) =>
        rate.Fixed ?? ToBonuses(amount * exchangeRate * rate.Percent.GetValueOrDefault() / 100m);
}
