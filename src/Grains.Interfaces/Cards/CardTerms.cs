using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>The terms of the Money-Weekend card, as they are in each statement. Sums in rubles.</summary>
[GenerateSerializer, Immutable, Alias("card-terms")]
public sealed record CardTerms
{
    [Id(0)] public required ImmutableArray<CardCategory> Categories { get; init; }

    /// <summary>Merchant category codes that earn nothing.</summary>
    [Id(1)] public required string ExcludedCodes { get; init; }

    /// <summary>The most that is credited in a month.</summary>
    [Id(2)] public required decimal MonthlyCap { get; init; }

    [Id(3)] public required decimal Fee { get; init; }

    /// <summary>The month of issue and those after it that are free.</summary>
    [Id(4)] public required int FeeFreeMonths { get; init; }

    /// <summary>Purchases less refunds of a month that make it free.</summary>
    [Id(5)] public required decimal FeeFreeTurnover { get; init; }

    /// <summary>A balance that, at the end of every day, makes the month free.</summary>
    [Id(6)] public required decimal FeeFreeBalance { get; init; }

    /// <summary>From the lowest on; each rate holds for the part of the balance from its sum up to the next one's.</summary>
    [Id(7)] public required ImmutableArray<InterestTier> Interest { get; init; }

    [Id(8)] public required decimal WithdrawalsADay { get; init; }

    [Id(9)] public required decimal WithdrawalsAMonth { get; init; }

    /// <summary>Of credit money taken at a machine, beside <see cref="MachineFixed"/>.</summary>
    [Id(10)] public required decimal MachinePercent { get; init; }

    [Id(11)] public required decimal MachineFixed { get; init; }

    /// <summary>Of credit money taken at a desk.</summary>
    [Id(12)] public required decimal DeskPercent { get; init; }
}

/// <param name="Codes">Merchant category codes and ranges: <c>5811-5814,7832</c>; <c>*</c> is every other one.</param>
/// <param name="Merchants">Merchants that belong here whatever their code, with semicolons between.</param>
[GenerateSerializer, Immutable, Alias("card-category")]
public sealed record CardCategory(
    [property: Id(0)] string Name, [property: Id(1)] decimal Percent, [property: Id(2)] string Codes,
    [property: Id(3)] string Merchants = "");

/// <param name="From">A balance below the lowest earns nothing.</param>
/// <param name="PercentAYear">6 means 6 %.</param>
[GenerateSerializer, Immutable, Alias("interest-tier")]
public sealed record InterestTier([property: Id(0)] decimal From, [property: Id(1)] decimal PercentAYear);
