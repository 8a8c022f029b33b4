using System.Collections.Immutable;
using Cashback.Transfers;

namespace Cashback.Cards;

/// <summary>
/// What is true of one card as a whole. Its transactions are in the pages of their weeks (<see cref="CardWeek"/>); here
/// stands which weeks are still to be looked at, and by which Friday. Bounded: closed months move to their statements, and
/// what a week brought is forgotten once nothing can come for it any more.
/// </summary>
internal sealed record Card
{
    private const int RememberedDays = 400;

    public required string Id { get; init; }

    public required string SubscriberId { get; init; }

    public required CardProduct Product { get; init; }

    public required decimal CreditLimit { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The first month whose statement is not written yet.</summary>
    public required YearMonth OpenMonth { get; init; }

    /// <summary>With which the open month begins.</summary>
    public decimal OpeningBalance { get; init; }

    /// <summary>What the last credit left for the next one.</summary>
    public decimal Carried { get; init; }

    /// <summary>Friday → the weeks that it will look at.</summary>
    public ImmutableSortedDictionary<DateOnly, ImmutableSortedSet<DateOnly>> Planned { get; init; } =
        ImmutableSortedDictionary<DateOnly, ImmutableSortedSet<DateOnly>>.Empty;

    /// <summary>Week → how much of its cashback the credits so far have counted.</summary>
    public ImmutableSortedDictionary<DateOnly, decimal> Counted { get; init; } = ImmutableSortedDictionary<DateOnly, decimal>.Empty;

    /// <summary>Open month → the weeks that have transactions for its statement.</summary>
    public ImmutableSortedDictionary<YearMonth, ImmutableSortedSet<DateOnly>> Posted { get; init; } =
        ImmutableSortedDictionary<YearMonth, ImmutableSortedSet<DateOnly>>.Empty;

    /// <summary>Those of the open months, and those without an answer of the bank; the oldest first.</summary>
    public ImmutableArray<CardCredit> Credits { get; init; } = [];

    /// <summary>The weeks that have a page, a number a year: bit 0 is the week of its first Monday.</summary>
    public ImmutableSortedDictionary<int, long> Pages { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    public static Card Issue(string id, CardIssue issue, DateTimeOffset now, ProgrammeCalendar calendar) => new()
    {
        Id = id,
        SubscriberId = issue.SubscriberId,
        Product = issue.Product,
        CreditLimit = issue.CreditLimit,
        IssuedAt = now,
        OpenMonth = calendar.MonthOf(now),
    };

    /// <summary>The month whose statement shows what happened in a month.</summary>
    public YearMonth PostingMonth(YearMonth month) => month < OpenMonth ? OpenMonth : month;

    /// <summary>Notes that transactions of a week are about to be kept, so that a Friday and a statement will look at them.</summary>
    public Card Expect(DateOnly week, YearMonth month, DateOnly today)
    {
        var next = this;
        if (!Planned.Values.Any(weeks => weeks.Contains(week)))
        {
            var friday = CardWeeks.CreditOf(week, today);
            next = next with { Planned = Planned.SetItem(friday, WeeksOf(Planned, friday).Add(week)) };
        }

        if (!WeeksOf(Posted, month).Contains(week))
        {
            next = next with { Posted = Posted.SetItem(month, WeeksOf(Posted, month).Add(week)) };
        }

        var (year, bit) = CardPages.Place(week);
        var pages = Pages.GetValueOrDefault(year);
        return (pages & bit) != 0 ? next : next with { Pages = Pages.SetItem(year, pages | bit) };
    }

    /// <summary>The first Friday that has begun and is not credited yet; null: none.</summary>
    public DateOnly? DueCredit(DateOnly today) => !Planned.IsEmpty && Planned.Keys.First() <= today ? Planned.Keys.First() : null;

    /// <summary>The open month, if the Friday that closes it has begun.</summary>
    public YearMonth? DueMonth(DateOnly today) => CardWeeks.ClosingOf(OpenMonth) <= today ? OpenMonth : null;

    /// <summary>What a planned Friday would credit.</summary>
    /// <param name="cashback">Of each week that the Friday looks at, all of it as it is now.</param>
    public CardCredit Credit(DateOnly friday, IReadOnlyDictionary<DateOnly, decimal> cashback, CardTerms terms)
    {
        ImmutableArray<WeekEarned> weeks =
            [.. WeeksOf(Planned, friday).Select(week => new WeekEarned(week, cashback[week] - Counted.GetValueOrDefault(week)))];
        var earned = weeks.Sum(week => week.Earned);
        var credit = WeeklyCredit.Of(earned, Carried, CapRemaining(CardWeeks.MonthOf(friday), terms));
        return new CardCredit
        {
            On = friday,
            Weeks = weeks,
            Earned = earned,
            CarriedIn = Carried,
            Amount = credit.Amount,
            OverLimit = credit.OverLimit,
            CarriedOut = credit.CarriedOut,
        };
    }

    /// <summary>A Friday has come: what its weeks brought since they were last counted is credited.</summary>
    public Card Settle(DateOnly friday, IReadOnlyDictionary<DateOnly, decimal> cashback, CardTerms terms, DateTimeOffset now)
    {
        var credit = Credit(friday, cashback, terms);
        var oldest = friday.AddDays(-RememberedDays);
        var counted = Counted.SetItems(credit.Weeks.Select(week => KeyValuePair.Create(week.Week, cashback[week.Week])));
        var moves = credit.Earned != 0 || credit.Amount != 0;
        return this with
        {
            Planned = Planned.Remove(friday),
            Counted = counted.RemoveRange(counted.Keys.Where(week => week < oldest)),
            Carried = credit.CarriedOut,
            Credits = moves ? Credits.Add(credit with { Transfer = credit.Amount > 0 ? new Transfer(now) : null }) : Credits,
        };
    }

    /// <summary>The oldest credit that the bank has not answered yet; null: none.</summary>
    public CardCredit? Owed() => Credits.FirstOrDefault(credit => credit.Transfer is { Answer: null });

    /// <summary>After a call to the bank. What it refuses is carried to the next Friday.</summary>
    public Card WithTransfer(DateOnly friday, Transfer transfer, DateOnly today)
    {
        var place = Credits.ToList().FindIndex(credit => credit.On == friday);
        if (place < 0 || Credits[place].Transfer is not { Answer: null })
        {
            return this;
        }

        var next = this with { Credits = Credits.SetItem(place, Credits[place] with { Transfer = transfer }) };
        if (transfer.Answer is { Paid: false })
        {
            var again = CardWeeks.FridayAfter(today);
            next = next with { Carried = Carried + Credits[place].Amount, Planned = Planned.SetItem(again, WeeksOf(Planned, again)) };
        }

        return next.WithoutOldCredits();
    }

    /// <summary>The open month's statement is written.</summary>
    public Card Close(CardStatement statement) => statement.Month != OpenMonth
        ? throw new InvalidOperationException($"Card {Id} can't close {statement.Month}: {OpenMonth} is open.")
        : (this with
        {
            OpenMonth = OpenMonth.Next,
            OpeningBalance = statement.ClosingBalance,
            Posted = Posted.Remove(OpenMonth),
        }).WithoutOldCredits();

    public IEnumerable<CardCredit> CreditsOf(YearMonth month) => Credits.Where(credit => CardWeeks.MonthOf(credit.On) == month);

    /// <summary>What this month's Fridays have put on the card, or are about to.</summary>
    public decimal CreditedIn(YearMonth month) =>
        CreditsOf(month).Where(credit => credit.Transfer?.Answer is not { Paid: false }).Sum(credit => credit.Amount);

    public decimal CapRemaining(YearMonth month, CardTerms terms) => Math.Max(0, terms.MonthlyCap - CreditedIn(month));

    /// <summary>When something falls due by itself; null: nothing.</summary>
    public DateOnly? NextDay()
    {
        DateOnly? credit = Planned.IsEmpty ? null : Planned.Keys.First();
        DateOnly? closing = Posted.IsEmpty ? null : CardWeeks.ClosingOf(OpenMonth);
        return credit is null || closing < credit ? closing : credit;
    }

    public static ImmutableSortedSet<DateOnly> WeeksOf<TKey>(ImmutableSortedDictionary<TKey, ImmutableSortedSet<DateOnly>> map, TKey key)
        where TKey : notnull => map.GetValueOrDefault(key) ?? ImmutableSortedSet<DateOnly>.Empty;

    private Card WithoutOldCredits() =>
        this with
        {
            Credits = [.. Credits.Where(
            credit => CardWeeks.MonthOf(credit.On) >= OpenMonth || credit.Transfer is { Answer: null })]
        };
}
