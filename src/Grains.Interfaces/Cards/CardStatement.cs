using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>
/// One month of a card, in rubles. A month closes on the Friday that credits its last week; from then on its statement
/// does not change, and what the bank reports later of that month is in the first open one.
/// </summary>
[GenerateSerializer, Immutable, Alias("card-statement")]
public sealed record CardStatement
{
    [Id(0)] public required string CardId { get; init; }

    [Id(1)] public required YearMonth Month { get; init; }

    /// <summary>When it was closed; null: the month is open, and these are its figures so far.</summary>
    [Id(2)] public DateTimeOffset? ClosedAt { get; init; }

    [Id(3)] public required decimal OpeningBalance { get; init; }

    [Id(4)] public required decimal ClosingBalance { get; init; }

    /// <summary>How many transactions it shows.</summary>
    [Id(5)] public required int Transactions { get; init; }

    /// <summary>Those of them that happened in a month that was closed when they came.</summary>
    [Id(6)] public required int Late { get; init; }

    [Id(7)] public required decimal Purchases { get; init; }

    [Id(8)] public required decimal Refunds { get; init; }

    [Id(9)] public required decimal TopUps { get; init; }

    [Id(10)] public required decimal Withdrawals { get; init; }

    /// <summary>Fees and commissions that the bank charged.</summary>
    [Id(11)] public required decimal Charged { get; init; }

    /// <summary>Interest and cashback that the bank put on the card.</summary>
    [Id(12)] public required decimal PaidByBank { get; init; }

    /// <summary>What the terms make of the month's fee.</summary>
    [Id(13)] public required MonthlyFeeDue Fee { get; init; }

    /// <summary>What the terms make of the days' balances.</summary>
    [Id(14)] public required decimal Interest { get; init; }

    /// <summary>Cash, each time with the commission that the terms make of it.</summary>
    [Id(15)] public required ImmutableArray<CashTaken> Cash { get; init; }

    /// <summary>Days on which more was withdrawn than a day allows.</summary>
    [Id(16)] public required ImmutableArray<DateOnly> DaysOverLimit { get; init; }

    /// <summary>Whether more was withdrawn than a month allows.</summary>
    [Id(17)] public required bool MonthOverLimit { get; init; }

    /// <summary>Credits of the month's Fridays.</summary>
    [Id(18)] public required ImmutableArray<CardCredit> Credits { get; init; }

    /// <summary>The terms that all this was computed by.</summary>
    [Id(19)] public required CardTerms Terms { get; init; }
}

/// <param name="Waiver">Why there is none to pay: <c>firstMonths</c>, <c>turnover</c>, <c>balance</c>; null if there is.</param>
[GenerateSerializer, Immutable, Alias("monthly-fee-due")]
public sealed record MonthlyFeeDue([property: Id(0)] decimal Amount, [property: Id(1)] string? Waiver);

/// <param name="Place"><c>machine</c> or <c>desk</c>.</param>
/// <param name="OwnMoney">The part of the amount that the balance covered.</param>
/// <param name="Commission">Of the rest, which was credit money.</param>
[GenerateSerializer, Immutable, Alias("cash-taken")]
public sealed record CashTaken(
    [property: Id(0)] string TransactionId,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Place,
    [property: Id(3)] decimal Amount,
    [property: Id(4)] decimal OwnMoney,
    [property: Id(5)] decimal Commission);
