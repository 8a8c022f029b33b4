using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Cards;

namespace Cashback.Api.Account;

/// <summary>A Money-Weekend card as it is.</summary>
/// <param name="CardId">The bank's id of it.</param>
/// <param name="CreditLimit">Of a credit card.</param>
/// <param name="Balance">By the bank's feed; below zero: credit money in use.</param>
public sealed record CardBody(
    string CardId,
    string SubscriberId,
    CardProduct Product,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Money? CreditLimit,
    DateTimeOffset IssuedAt,
    Money Balance,
    CardCashbackBody Cashback,
    WithdrawalRoomBody Withdrawals,
    CardTermsBody Terms)
{
    public static CardBody Of(CardView card) => new(
        card.CardId,
        card.SubscriberId,
        card.Product,
        card.Product == CardProduct.Credit ? Money.Rubles(card.CreditLimit) : null,
        card.IssuedAt,
        Money.Rubles(card.Balance),
        new(
            Money.Rubles(card.CreditedThisMonth),
            Money.Rubles(card.CapRemaining),
            Money.Rubles(card.Carried),
            [.. card.Planned.Select(credit => CardCreditBody.Of(credit, planned: true))],
            [.. card.Credits.Select(credit => CardCreditBody.Of(credit))]),
        new(Money.Rubles(card.WithdrawalsLeftToday), Money.Rubles(card.WithdrawalsLeftThisMonth)),
        CardTermsBody.Of(card.Terms));
}

/// <param name="CreditedThisMonth">By this month's Fridays so far.</param>
/// <param name="CapRemaining">What can still be credited this month.</param>
/// <param name="Carried">What the next credit begins with; below zero after refunds.</param>
/// <param name="Planned">Credits to come, by what is known now.</param>
/// <param name="Credits">Of the open months, newest first.</param>
public sealed record CardCashbackBody(
    Money CreditedThisMonth, Money CapRemaining, Money Carried, IReadOnlyList<CardCreditBody> Planned,
    IReadOnlyList<CardCreditBody> Credits);

public sealed record WithdrawalRoomBody(Money LeftToday, Money LeftThisMonth);

/// <summary>One Friday: earned + carriedIn = amount + overLimit + carriedOut.</summary>
/// <param name="On">The Friday.</param>
/// <param name="Status"><c>planned</c>, <c>paying</c> (the bank has not answered yet), <c>paid</c>, <c>refused</c> (carried
/// on), or <c>nothing</c> to pay.</param>
/// <param name="Reason">Why the bank refused.</param>
public sealed record CardCreditBody(
    DateOnly On,
    IReadOnlyList<WeekEarnedBody> Weeks,
    Money Earned,
    Money CarriedIn,
    Money Amount,
    Money OverLimit,
    Money CarriedOut,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason)
{
    public static CardCreditBody Of(CardCredit credit, bool planned = false) => new(
        credit.On,
        [.. credit.Weeks.Select(week => new WeekEarnedBody(week.Week, Money.Rubles(week.Earned)))],
        Money.Rubles(credit.Earned),
        Money.Rubles(credit.CarriedIn),
        Money.Rubles(credit.Amount),
        Money.Rubles(credit.OverLimit),
        Money.Rubles(credit.CarriedOut),
        planned ? "planned" : credit.Transfer switch
        {
            null => "nothing",
            { Answer: null } => "paying",
            { Answer.Paid: true } => "paid",
            _ => "refused",
        },
        credit.Transfer?.Answer?.Reason);
}

/// <param name="Week">Its Monday.</param>
public sealed record WeekEarnedBody(DateOnly Week, Money Earned);

/// <summary>One transaction on the card.</summary>
/// <param name="Percent">Of its category, as a decimal string.</param>
/// <param name="Cashback">Below zero for a refund.</param>
/// <param name="Statement">The month whose statement shows it.</param>
public sealed record CardTransactionBody(
    string Id, DateTimeOffset Time, string Kind, string? Mcc, Money Amount, string Percent, Money Cashback, string Statement)
{
    public static CardTransactionBody Of(CardEntry entry) => new(
        entry.Transaction.Id,
        entry.Transaction.At,
        CardKinds.NameOf(entry.Transaction.Kind),
        entry.Transaction.Mcc,
        Money.Rubles(entry.Transaction.Amount),
        DecimalText.Of(entry.Percent),
        Money.Rubles(entry.Cashback),
        entry.Month.ToString());
}

/// <summary>The words of the feed for kinds of transactions.</summary>
internal static class CardKinds
{
    private static readonly Dictionary<string, CardTransactionKind> Kinds = Enum.GetValues<CardTransactionKind>().ToDictionary(NameOf);

    public static string Names => string.Join(", ", Kinds.Keys);

    public static string NameOf(CardTransactionKind kind) => kind == CardTransactionKind.TopUp ? "topUp" : kind.ToString().ToLowerInvariant();

    /// <summary>Files write <c>top-up</c> as well.</summary>
    public static bool TryRead(string? word, out CardTransactionKind kind) => Kinds.TryGetValue(word == "top-up" ? "topUp" : word ?? "", out kind);
}
