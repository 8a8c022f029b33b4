namespace Cashback.Stores;

/// <summary>Which of a store's tariffs counts at a moment.</summary>
public static class TariffChoice
{
    /// <summary>
    /// The tariff in force at that moment with this code or name, else the default one. Where several are in force
    /// (a boost beside the usual one), the best counts.
    /// </summary>
    /// <param name="codeOrName">What a network calls it; null or unknown: the default tariff.</param>
    public static Tariff At(IReadOnlyList<Tariff> tariffs, DateTimeOffset at, string? codeOrName = null)
    {
        var wanted = codeOrName.AsSpan().Trim();
        Tariff? named = null, usual = null;
        for (var i = 0; i < tariffs.Count; i++)
        {
            if (tariffs[i] is var tariff && tariff.InForce(at))
            {
                named = !wanted.IsEmpty && IsCalled(tariff, wanted) ? Better(named, tariff) : named;
                usual = IsDefault(tariff) ? Better(usual, tariff) : usual;
            }
        }

        return named
            ?? usual
            // A click of the very moment in which the store was made, by a clock a little behind.
            ?? tariffs.Where(IsDefault).OrderBy(tariff => tariff.ValidFrom ?? DateTimeOffset.MinValue).First();
    }

    /// <summary>A boost: in force for a while only, and better than what the same code pays without end.</summary>
    public static bool IsBoost(Tariff tariff, IReadOnlyList<Tariff> tariffs, DateTimeOffset at) =>
        tariff.ValidTo is not null && tariff.InForce(at)
        && Usual(tariffs, tariff.Code, at) is { } usual && IsBetter(tariff.Rate, usual.Rate);

    /// <summary>What the code pays without end; null if it pays for a while only.</summary>
    public static Tariff? Usual(IReadOnlyList<Tariff> tariffs, string code, DateTimeOffset at) =>
        Best(tariffs.Where(tariff => tariff.ValidTo is null && tariff.InForce(at) && tariff.Code == code));

    private static bool IsDefault(Tariff tariff) => tariff.Code == Tariff.DefaultCode;

    private static bool IsCalled(Tariff tariff, ReadOnlySpan<char> codeOrName) =>
        codeOrName.Equals(tariff.Code, StringComparison.OrdinalIgnoreCase)
        || codeOrName.Equals(tariff.Name, StringComparison.OrdinalIgnoreCase);

    private static Tariff? Best(IEnumerable<Tariff> tariffs) =>
        tariffs.Aggregate(default(Tariff), (best, tariff) => Better(best, tariff));

    private static Tariff Better(Tariff? best, Tariff other) => best is null || IsBetter(other.Rate, best.Rate) ? other : best;

    // One code never mixes percentages with fixed sums (StoreRules); a name that two codes share might, and then the
    // percentage counts, whatever the order.
    private static bool IsBetter(Rate rate, Rate than) => (rate.Percent, than.Percent) switch
    {
        ({ } percent, { } other) => percent > other,
        (null, null) => rate.Fixed > than.Fixed,
        (not null, null) => true,
        _ => false,
    };
}
