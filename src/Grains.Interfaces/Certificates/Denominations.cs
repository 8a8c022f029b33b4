namespace Cashback.Certificates;

/// <summary>What a certificate can be worth, in whole bonuses = rubles (domain.md, "Certificates").</summary>
public static class Denominations
{
    public static IReadOnlyList<long> All { get; } =
    [
        100, 500,
        1_000, 2_000, 3_000,
        5_000, 10_000, 15_000, 20_000, 25_000, 30_000,
        40_000, 50_000, 60_000, 70_000, 80_000,
    ];

    public static bool Has(long bonuses) => All.Contains(bonuses);
}
