using System.Text.Json.Serialization;

namespace Cashback.Purchases;

/// <summary>What becomes of the part below a whole bonus.</summary>
[GenerateSerializer, Alias("rounding-policy")]
[JsonConverter(typeof(CamelCaseEnumConverter<RoundingPolicy>))]
public enum RoundingPolicy
{
    /// <summary>To the nearest whole bonus, halves away from zero.</summary>
    HalfUp,

    /// <summary>Cut off.</summary>
    Down,
}

/// <summary>
/// From an amount to whole bonuses: in decimal arithmetic all the way, rounded once per purchase, after conversion
/// (domain.md, "Cashback of a purchase").
/// </summary>
public static class Rounding
{
    public static long ToBonuses(decimal raw, RoundingPolicy policy = RoundingPolicy.HalfUp) =>
        (long)Math.Round(raw, 0, policy == RoundingPolicy.Down ? MidpointRounding.ToZero : MidpointRounding.AwayFromZero);

    /// <param name="exchangeRate">Rubles for one unit of the amount's currency.</param>
    public static long CashbackOf(Rate rate, decimal amount, decimal exchangeRate, RoundingPolicy policy = RoundingPolicy.HalfUp) =>
        rate.Fixed ?? ToBonuses(amount * exchangeRate * rate.Percent.GetValueOrDefault() / 100m, policy);
}
