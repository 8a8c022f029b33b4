using System.Globalization;
using Cashback.Cards;
using Cashback.Transfers;

namespace Cashback.Rules.Tests.Cards;

/// <summary>A card with its pages and statements, without any grain: what the grains do with the decisions, and nothing else.</summary>
internal sealed class CardWorld
{
    public static readonly CardRules Rules = new(new CardSettings(), ProgrammeCalendar.Moscow);

    /// <summary>A Monday, 12:00 in Moscow.</summary>
    public static readonly DateTimeOffset Monday = At("2026-11-02 12:00");

    public CardWorld(CardProduct product = CardProduct.Debit) =>
        Card = Card.Issue("c1", new CardIssue("s1", product, product == CardProduct.Credit ? 100_000 : 0), Monday, Rules.Calendar);

    public Card Card { get; private set; }

    public Dictionary<DateOnly, CardWeek> Pages { get; } = [];

    public List<CardCredit> Credited { get; } = [];

    public List<CardStatement> Statements { get; } = [];

    public static DateTimeOffset At(string moscow) => new(DateTime.Parse(moscow, CultureInfo.InvariantCulture), TimeSpan.FromHours(3));

    public static CardTransaction Buy(
        string id, DateTimeOffset at, decimal amount, string mcc = "5816", CardTransactionKind kind = CardTransactionKind.Purchase) =>
        new(id, at, mcc, amount, kind);

    public FeedResult Take(DateTimeOffset now, CardTransaction transaction)
    {
        CatchUp(now);
        transaction = TransactionRules.Normal(transaction);
        var day = Rules.Calendar.DayOf(transaction.At);
        var week = CardWeeks.WeekOf(day);
        var percent = Rules.Categories.PercentOf(transaction.Mcc ?? "6011");
        var entry = new CardEntry(
            transaction, percent, TransactionCashback.Of(transaction.Kind, transaction.Amount, percent),
            Card.PostingMonth(CardWeeks.MonthOf(day)));
        Card = Card.Expect(week, entry.Month, Rules.Calendar.DayOf(now));
        var (next, results) = (Pages.GetValueOrDefault(week) ?? new CardWeek()).Take([entry]);
        Pages[week] = next;
        return Assert.Single(results).Result;
    }

    public void CatchUp(DateTimeOffset now)
    {
        var today = Rules.Calendar.DayOf(now);
        while (Card.DueCredit(today) is { } friday)
        {
            var before = Card.Credits.Length;
            Card = Card.Settle(
                friday, Card.Planned[friday].ToDictionary(week => week, week => Pages[week].Cashback()), Rules.TermsOf(Card.Product), now);
            Credited.AddRange(Card.Credits.Skip(before));
        }

        while (Card.DueMonth(today) is { } month)
        {
            var statement = Figures(month, today).ToStatement(now);
            Statements.Add(statement);
            Card = Card.Close(statement);
        }
    }

    public StatementFigures Figures(YearMonth month, DateOnly today) =>
        new(Card, month, Card.OpeningBalance, Card.WeeksOf(Card.Posted, month).SelectMany(week => Pages[week].Entries), today, Rules);

    /// <summary>Fridays whose credit the bank has refused.</summary>
    public HashSet<DateOnly> Refused { get; } = [];

    /// <summary>The bank answers all that it is owed an answer for.</summary>
    public void Answer(DateTimeOffset now, bool paid)
    {
        while (Card.Owed() is not null)
        {
            AnswerOne(now, paid);
        }
    }

    public void AnswerOne(DateTimeOffset now, bool paid)
    {
        var credit = Card.Owed()!;
        if (!paid)
        {
            Refused.Add(credit.On);
        }

        Card = Card.WithTransfer(
            credit.On, credit.Transfer!.Answered(new TransferAnswer(paid, paid ? null : "closed"), now), Rules.Calendar.DayOf(now));
    }
}
