namespace Cashback.Api.PointOfSale;

internal static class Prices
{
    public static readonly LocalText Expected = new(
        "A price in RUB above zero is expected, with at most two decimals.",
        "Нужна цена в рублях (RUB) больше нуля, не больше двух знаков после запятой.");

    public static bool IsPrice(Money price) => price.Currency == Money.Rub && price.Amount > 0 && Kopecks.AreWhole(price.Amount);
}
