using System.Text.Json.Serialization;

namespace Cashback.Cards;

/// <summary>What the bank reports of one movement on a card. The same id again is the same movement.</summary>
/// <param name="Id">The bank's, unique on its card; 1–64 characters.</param>
/// <param name="At">When it happened, to the second.</param>
/// <param name="Mcc">Merchant category code, four digits; for cash it distinguishes machine (6011) and desk (6010).</param>
/// <param name="Amount">Rubles and kopecks, above zero; the kind gives it its sign.</param>
/// <param name="Merchant">As the bank names it; null: it does not. It only affects the category.</param>
[GenerateSerializer, Immutable, Alias("card-transaction")]
public sealed record CardTransaction(
    [property: Id(0)] string Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string? Mcc,
    [property: Id(3)] decimal Amount,
    [property: Id(4)] CardTransactionKind Kind,
    [property: Id(5)] string? Merchant = null);

[GenerateSerializer, Alias("card-transaction-kind")]
[JsonConverter(typeof(CamelCaseEnumConverter<CardTransactionKind>))]
public enum CardTransactionKind
{
    /// <summary>Earns cashback.</summary>
    Purchase,

    /// <summary>Takes the cashback of its category back.</summary>
    Refund,

    TopUp,

    /// <summary>Cash, at a machine or a desk.</summary>
    Withdrawal,

    /// <summary>What the bank charged: fees, commissions.</summary>
    Fee,

    /// <summary>Interest that the bank paid.</summary>
    Interest,

    /// <summary>Cashback that the bank has put on the card.</summary>
    Cashback,
}

/// <summary>What a line of the feed came to.</summary>
/// <param name="Field">The field at fault, if it was refused.</param>
/// <param name="Error">What is wrong, in words.</param>
[GenerateSerializer, Immutable, Alias("card-transaction-result")]
public sealed record CardTransactionResult(
    [property: Id(0)] string Id,
    [property: Id(1)] FeedResult Result,
    [property: Id(2)] string? Field = null,
    [property: Id(3)] LocalText? Error = null);

[GenerateSerializer, Alias("feed-result")]
public enum FeedResult
{
    /// <summary>Counts from now on, once.</summary>
    Applied,

    /// <summary>Was known; nothing changed.</summary>
    Unchanged,

    /// <summary>Not acceptable; nothing changed.</summary>
    Refused,
}

/// <summary>A transaction as it is kept, with what was decided when it came first.</summary>
/// <param name="Percent">Of its category when it came; a changed list does not change it.</param>
/// <param name="Cashback">Rubles and kopecks; below zero for a refund.</param>
/// <param name="Month">The month whose statement shows it: its own, or, if that was closed, the first open one.</param>
[GenerateSerializer, Immutable, Alias("card-entry")]
public sealed record CardEntry(
    [property: Id(0)] CardTransaction Transaction,
    [property: Id(1)] decimal Percent,
    [property: Id(2)] decimal Cashback,
    [property: Id(3)] YearMonth Month);
