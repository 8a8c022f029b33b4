namespace Cashback;

/// <summary>An amount in a currency. Decimal all the way: no binary floating point touches money.</summary>
/// <param name="Amount">In the currency's main unit (rubles, not kopecks).</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
[GenerateSerializer, Immutable, Alias("money")]
public readonly record struct Money([property: Id(0)] decimal Amount, [property: Id(1)] string Currency)
{
    public const string Rub = "RUB";

    public static Money Rubles(decimal amount) => new(amount, Rub);
}
