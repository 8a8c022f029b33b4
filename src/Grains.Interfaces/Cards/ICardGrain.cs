using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cashback.Subscribers;

namespace Cashback.Cards;

/// <summary>
/// One card of the Money-Weekend programme, key <c>card:ID</c>. A programme of its own beside the bonuses: real money,
/// weeks instead of months, credits by the bank. Every call first does what has fallen due (credits of past Fridays,
/// statements of past months), so a reader sees the settled state.
/// </summary>
[Alias("card")]
public interface ICardGrain : IGrainWithStringKey
{
    /// <summary>
    /// Issues the card to a subscriber, who can have one. Safe to repeat.
    /// Rejections: <c>card-taken</c>, <c>one-card-per-person</c>, <c>card-bank-not-configured</c>, <c>unacceptable-card</c>.
    /// </summary>
    [Alias("issue")]
    Task<Outcome<CardView>> IssueAsync(CardIssue issue);

    /// <summary>
    /// Takes lines of the feed, in any order and any number of times. What is answered is durable. After an exception the
    /// same lines again complete it.
    /// </summary>
    /// <returns>A result for each, in their order.</returns>
    [Alias("take")]
    Task<IReadOnlyList<CardTransactionResult>> TakeAsync(IReadOnlyList<CardTransaction> transactions);

    /// <summary>Null if no such card was issued.</summary>
    [Alias("get")]
    Task<CardView?> GetAsync();

    /// <summary>Transactions, newest first. Null if the cursor is none of ours.</summary>
    [Alias("transactions")]
    Task<Page<CardEntry>?> GetTransactionsAsync(string? cursor, int limit);

    /// <summary>A month's statement, closed or so far. Null for months before the card was issued and those to come.</summary>
    [Alias("statement")]
    Task<CardStatement?> GetStatementAsync(YearMonth month);
}

/// <summary>Which card a subscriber has, key <c>cardholder:SUB</c>: the one place where one card per person is decided.</summary>
[Alias("card-holder")]
public interface ICardHolderGrain : IGrainWithStringKey
{
    /// <summary>The card that the subscriber has or is about to get; null: none.</summary>
    [Alias("get")]
    Task<string?> GetCardIdAsync();

    /// <summary>Takes the place if it is free. Safe to repeat.</summary>
    /// <returns>The card that has it now.</returns>
    [Alias("claim")]
    Task<string> ClaimAsync(string cardId);

    /// <summary>Frees the place, if this card has it.</summary>
    [Alias("release")]
    Task ReleaseAsync(string cardId);
}

/// <param name="CreditLimit">Of a credit card, in rubles; zero for a debit card.</param>
[GenerateSerializer, Immutable, Alias("card-issue")]
public sealed record CardIssue(
    [property: Id(0)] string SubscriberId, [property: Id(1)] CardProduct Product, [property: Id(2)] decimal CreditLimit);

[GenerateSerializer, Alias("card-product")]
[JsonConverter(typeof(CamelCaseEnumConverter<CardProduct>))]
public enum CardProduct
{
    Debit,
    Credit,
}

/// <summary>A card as it is, in rubles.</summary>
[GenerateSerializer, Immutable, Alias("card-view")]
public sealed record CardView
{
    [Id(0)] public required string CardId { get; init; }

    [Id(1)] public required string SubscriberId { get; init; }

    [Id(2)] public required CardProduct Product { get; init; }

    [Id(3)] public required decimal CreditLimit { get; init; }

    [Id(4)] public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>By the bank's feed; below zero: credit money in use.</summary>
    [Id(5)] public required decimal Balance { get; init; }

    /// <summary>Cashback that this month's Fridays have credited so far.</summary>
    [Id(6)] public required decimal CreditedThisMonth { get; init; }

    /// <summary>What can still be credited this month.</summary>
    [Id(7)] public required decimal CapRemaining { get; init; }

    /// <summary>What the next credit begins with, if it is not zero.</summary>
    [Id(8)] public required decimal Carried { get; init; }

    /// <summary>Credits to come, by what is known now.</summary>
    [Id(9)] public required ImmutableArray<CardCredit> Planned { get; init; }

    /// <summary>Credits of the open months, and those without an answer of the bank, newest first.</summary>
    [Id(10)] public required ImmutableArray<CardCredit> Credits { get; init; }

    [Id(11)] public required decimal WithdrawalsLeftToday { get; init; }

    [Id(12)] public required decimal WithdrawalsLeftThisMonth { get; init; }

    [Id(13)] public required CardTerms Terms { get; init; }
}
