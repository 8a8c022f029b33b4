using System.Text.Json.Serialization;
using Cashback.Api.Values;
using Cashback.Cards;

namespace Cashback.Api.Account;

/// <summary>One month of a card.</summary>
/// <param name="Closed">An open month shows its figures so far; a closed one does not change any more.</param>
/// <param name="Late">Transactions shown here that happened in a month which was closed when they came.</param>
/// <param name="Charged">Fees and commissions that the bank charged.</param>
/// <param name="PaidByBank">Interest and cashback that the bank put on the card.</param>
/// <param name="Interest">What the terms make of the days' balances.</param>
/// <param name="DaysOverLimit">Days on which more cash was taken than a day allows.</param>
public sealed record CardStatementBody(
    string Month,
    bool Closed,
    Money OpeningBalance,
    Money ClosingBalance,
    int Transactions,
    int Late,
    Money Purchases,
    Money Refunds,
    Money TopUps,
    Money Withdrawals,
    Money Charged,
    Money PaidByBank,
    CardFeeBody Fee,
    Money Interest,
    IReadOnlyList<CashBody> Cash,
    IReadOnlyList<DateOnly> DaysOverLimit,
    bool MonthOverLimit,
    IReadOnlyList<CardCreditBody> Credits,
    CardTermsBody Terms)
{
    public static CardStatementBody Of(CardStatement statement) => new(
        statement.Month.ToString(),
        statement.ClosedAt is not null,
        Money.Rubles(statement.OpeningBalance),
        Money.Rubles(statement.ClosingBalance),
        statement.Transactions,
        statement.Late,
        Money.Rubles(statement.Purchases),
        Money.Rubles(statement.Refunds),
        Money.Rubles(statement.TopUps),
        Money.Rubles(statement.Withdrawals),
        Money.Rubles(statement.Charged),
        Money.Rubles(statement.PaidByBank),
        new(Money.Rubles(statement.Fee.Amount), statement.Fee.Waiver),
        Money.Rubles(statement.Interest),
        [.. statement.Cash.Select(CashBody.Of)],
        statement.DaysOverLimit,
        statement.MonthOverLimit,
        [.. statement.Credits.Select(credit => CardCreditBody.Of(credit))],
        CardTermsBody.Of(statement.Terms));
}

/// <summary>What the terms make of the month's fee.</summary>
/// <param name="Waiver">Why there is none: <c>firstMonths</c>, <c>turnover</c>, <c>balance</c>; left out if there is.</param>
public sealed record CardFeeBody(
    Money Amount, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Waiver);

/// <summary>Cash that was taken.</summary>
/// <param name="Place"><c>machine</c> or <c>desk</c>.</param>
/// <param name="OwnMoney">The part that the balance covered.</param>
/// <param name="Commission">What the terms make of the rest.</param>
public sealed record CashBody(string TransactionId, DateTimeOffset Time, string Place, Money Amount, Money OwnMoney, Money Commission)
{
    public static CashBody Of(CashTaken cash) => new(
        cash.TransactionId, cash.At, cash.Place, Money.Rubles(cash.Amount), Money.Rubles(cash.OwnMoney), Money.Rubles(cash.Commission));
}

/// <summary>The card's terms; percentages are decimal strings.</summary>
/// <param name="ExcludedCodes">Merchant category codes that earn nothing.</param>
/// <param name="MonthlyCap">The most that is credited in a month.</param>
/// <param name="FeeFreeMonths">The month of issue and those after it that are free.</param>
/// <param name="FeeFreeTurnover">Purchases less refunds of a month that make it free.</param>
/// <param name="FeeFreeBalance">A balance at the end of every day that makes the month free.</param>
public sealed record CardTermsBody(
    IReadOnlyList<CardCategoryBody> Categories,
    string ExcludedCodes,
    Money MonthlyCap,
    Money Fee,
    int FeeFreeMonths,
    Money FeeFreeTurnover,
    Money FeeFreeBalance,
    IReadOnlyList<InterestBody> Interest,
    Money WithdrawalsADay,
    Money WithdrawalsAMonth,
    CreditMoneyBody CreditMoney)
{
    public static CardTermsBody Of(CardTerms terms) => new(
        [.. terms.Categories.Select(category => new CardCategoryBody(category.Name, DecimalText.Of(category.Percent), category.Codes,
            category.Merchants))],
        terms.ExcludedCodes,
        Money.Rubles(terms.MonthlyCap),
        Money.Rubles(terms.Fee),
        terms.FeeFreeMonths,
        Money.Rubles(terms.FeeFreeTurnover),
        Money.Rubles(terms.FeeFreeBalance),
        [.. terms.Interest.Select(tier => new InterestBody(Money.Rubles(tier.From), DecimalText.Of(tier.PercentAYear)))],
        Money.Rubles(terms.WithdrawalsADay),
        Money.Rubles(terms.WithdrawalsAMonth),
        new(DecimalText.Of(terms.MachinePercent), Money.Rubles(terms.MachineFixed), DecimalText.Of(terms.DeskPercent)));
}

/// <param name="Codes">Merchant category codes and ranges; <c>*</c> is every other one.</param>
/// <param name="Merchants">Merchants that belong here whatever their code, with semicolons between; empty: none.</param>
public sealed record CardCategoryBody(string Name, string Percent, string Codes, string Merchants);

/// <summary>A rate for the part of the balance from a sum on.</summary>
public sealed record InterestBody(Money From, string PercentAYear);

/// <summary>The credit card's commission on cash beyond the card's own money.</summary>
public sealed record CreditMoneyBody(string MachinePercent, Money MachineFixed, string DeskPercent);
