using System.Collections.Immutable;
using Cashback.Transfers;

namespace Cashback.Cards;

/// <summary>
/// What one Friday brought a card, in rubles: <c>Earned + CarriedIn = Amount + OverLimit + CarriedOut</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("card-credit")]
public sealed record CardCredit
{
    /// <summary>The Friday; its month is the one whose limit it counts in.</summary>
    [Id(0)] public required DateOnly On { get; init; }

    /// <summary>The weeks that it is for, with what each brings now; one that was credited before brings what came late.</summary>
    [Id(1)] public required ImmutableArray<WeekEarned> Weeks { get; init; }

    [Id(2)] public required decimal Earned { get; init; }

    /// <summary>Below zero: refunds beyond what earlier weeks earned. Above: a credit that the bank refused.</summary>
    [Id(3)] public required decimal CarriedIn { get; init; }

    /// <summary>What is put on the card; zero or above.</summary>
    [Id(4)] public required decimal Amount { get; init; }

    /// <summary>What the monthly limit cut off; not paid later.</summary>
    [Id(5)] public required decimal OverLimit { get; init; }

    /// <summary>Zero or below.</summary>
    [Id(6)] public required decimal CarriedOut { get; init; }

    /// <summary>Null if there is nothing to pay.</summary>
    [Id(7)] public Transfer? Transfer { get; init; }
}

/// <param name="Week">Its Monday.</param>
/// <param name="Earned">Rubles; below zero where refunds outweigh.</param>
[GenerateSerializer, Immutable, Alias("week-earned")]
public sealed record WeekEarned([property: Id(0)] DateOnly Week, [property: Id(1)] decimal Earned);
