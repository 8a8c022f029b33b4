using System.Globalization;

namespace Cashback.Messages;

/// <summary>Money as people write it.</summary>
internal static class MoneyText
{
    private static readonly NumberFormatInfo RussianNumbers = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = "\u00a0",
    };

    /// <summary><c>1 299,90 ₽</c>, with no-break spaces; another currency by its letters.</summary>
    public static string Russian(Money money) =>
        $"{money.Amount.ToString("#,##0.00##", RussianNumbers)}\u00a0{(money.Currency == Money.Rub ? "₽" : money.Currency)}";

    /// <summary><c>1299.90 RUB</c>.</summary>
    public static string English(Money money) => string.Create(CultureInfo.InvariantCulture, $"{money.Amount:0.00##} {money.Currency}");
}
