using System.Globalization;

namespace Cashback.Api.Values;

/// <summary>Money on the wire: a decimal string, so that no client reads it into a binary number.</summary>
/// <param name="Amount">In the currency's main unit, at least two places: <c>1299.90</c>.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record MoneyBody(string Amount, string Currency)
{
    public static MoneyBody Of(Money money) =>
        new(money.Amount.ToString("0.00########", CultureInfo.InvariantCulture), money.Currency);
}
