using System.Globalization;
using Cashback.Subscribers;

namespace Cashback.Cards;

internal sealed partial class CardGrain
{
    private const int PagesAtATime = 60;

    public async Task<CardView?> GetAsync()
    {
        if (Record is null)
        {
            return null;
        }

        await CatchUpAsync();
        var card = Record;
        var month = CardWeeks.MonthOf(Today);
        var figures = await FiguresAsync(month);
        return new CardView
        {
            CardId = Id,
            SubscriberId = card.SubscriberId,
            Product = card.Product,
            CreditLimit = card.CreditLimit,
            IssuedAt = card.IssuedAt,
            Balance = figures.ClosingBalance,
            CreditedThisMonth = card.CreditedIn(month),
            CapRemaining = card.CapRemaining(month, rules.TermsOf(card.Product)),
            Carried = card.Carried,
            Planned = [.. await PlannedAsync(card)],
            Credits = [.. card.Credits.Reverse()],
            WithdrawalsLeftToday = WithdrawalLimits.LeftToday(rules.TermsOf(card.Product), figures.WithdrawnOn(Today), figures.Withdrawn),
            WithdrawalsLeftThisMonth = WithdrawalLimits.LeftThisMonth(rules.TermsOf(card.Product), figures.Withdrawn),
            Terms = rules.TermsOf(card.Product),
        };
    }

    public async Task<Page<CardEntry>?> GetTransactionsAsync(string? cursor, int limit)
    {
        var from = DateTimeOffset.MaxValue;
        var fromId = "";
        if (cursor is not null && !TryRead(cursor, out from, out fromId))
        {
            return null;
        }

        if (Record is null)
        {
            return new([], null);
        }

        var found = new List<CardEntry>();
        foreach (var week in CardPages.Back(Record.Pages,
            cursor is null ? DateOnly.MaxValue : CardWeeks.WeekOf(rules.Calendar.DayOf(from))))
        {
            var entries = (await Week(week).GetAsync()).Entries;
            found.AddRange(entries.Reverse().Where(entry => cursor is null || IsBefore(entry.Transaction, from, fromId)));
            if (found.Count > limit)
            {
                break;
            }
        }

        var page = found.Take(limit).ToList();
        return new(page, found.Count > limit ? CursorOf(page[^1].Transaction) : null);
    }

    public async Task<CardStatement?> GetStatementAsync(YearMonth month)
    {
        if (Record is null || month < rules.Calendar.MonthOf(Record.IssuedAt) || month > CardWeeks.MonthOf(Today))
        {
            return null;
        }

        await CatchUpAsync();
        return month < Record.OpenMonth
            ? await GrainFactory.GetGrain<ICardStatementGrain>(GrainKeys.CardStatement(Id, month)).GetAsync()
            : (await FiguresAsync(month)).ToStatement(closedAt: null);
    }

    /// <summary>An open month's figures so far; the open months before it make its opening balance.</summary>
    private async Task<StatementFigures> FiguresAsync(YearMonth month)
    {
        var opening = Record!.OpeningBalance;
        for (var open = Record.OpenMonth; open < month; open = open.Next)
        {
            opening = new StatementFigures(Record, open, opening, await EntriesAsync(open), Today, rules).ClosingBalance;
        }

        return new StatementFigures(Record, month, opening, await EntriesAsync(month), Today, rules);
    }

    /// <summary>What the Fridays to come would credit if nothing else happened, one after the other.</summary>
    private async Task<IReadOnlyList<CardCredit>> PlannedAsync(Card card)
    {
        var planned = new List<CardCredit>();
        foreach (var (friday, weeks) in card.Planned)
        {
            var cashback = await CashbackAsync(weeks);
            planned.Add(card.Credit(friday, cashback, rules.TermsOf(card.Product)));
            card = card.Settle(friday, cashback, rules.TermsOf(card.Product), clock.GetUtcNow());
        }

        return planned;
    }

    private async Task<Dictionary<DateOnly, decimal>> CashbackAsync(IEnumerable<DateOnly> weeks)
    {
        var cashback = new Dictionary<DateOnly, decimal>();
        foreach (var week in weeks)
        {
            cashback.Add(week, (await Week(week).GetAsync()).Cashback());
        }

        return cashback;
    }

    private async Task<List<CardEntry>> EntriesAsync(YearMonth month)
    {
        var entries = new List<CardEntry>();
        foreach (var chunk in Card.WeeksOf(Record!.Posted, month).Chunk(PagesAtATime))
        {
            var pages = await Task.WhenAll(chunk.Select(week => Week(week).GetAsync()));
            entries.AddRange(pages.SelectMany(page => page.Entries));
        }

        return entries;
    }

    private ICardWeekGrain Week(DateOnly monday) => GrainFactory.GetGrain<ICardWeekGrain>(GrainKeys.CardWeek(Id, monday));

    private static bool IsBefore(CardTransaction transaction, DateTimeOffset at, string id) =>
        transaction.At < at || (transaction.At == at && string.CompareOrdinal(transaction.Id, id) < 0);

    private static string CursorOf(CardTransaction transaction) =>
        string.Create(CultureInfo.InvariantCulture, $"{transaction.At.ToUnixTimeSeconds()}~{transaction.Id}");

    private static bool TryRead(string cursor, out DateTimeOffset at, out string id)
    {
        var end = cursor.IndexOf('~', StringComparison.Ordinal);
        id = end < 0 ? "" : cursor[(end + 1)..];
        at = default;
        if (end <= 0
            || !long.TryParse(cursor[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() - TimeSpan.SecondsPerDay)
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }
}
