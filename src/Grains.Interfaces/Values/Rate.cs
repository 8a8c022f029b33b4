namespace Cashback;

/// <summary>What a store pays: a percentage of the amount, or a fixed sum in bonuses. Exactly one of the two is set.</summary>
/// <param name="Percent">5 means 5 %.</param>
/// <param name="Fixed">Whole bonuses, whatever the amount.</param>
[GenerateSerializer, Immutable, Alias("rate")]
public sealed record Rate([property: Id(0)] decimal? Percent, [property: Id(1)] long? Fixed)
{
    public static Rate OfPercent(decimal percent) => new(percent, null);

    public static Rate OfFixed(long bonuses) => new(null, bonuses);
}
