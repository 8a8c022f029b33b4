using System.Collections.Immutable;

namespace Cashback.Cards;

/// <summary>A month of a card as its statement shows it, out of the transactions that are posted to the month.</summary>
internal sealed class StatementFigures
{
    private readonly Card _card;
    private readonly YearMonth _month;
    private readonly CardTerms _terms;
    private readonly ProgrammeCalendar _calendar;
    private readonly decimal _opening;
    private readonly List<CardEntry> _entries;
    private readonly DateOnly _until;

    /// <param name="opening">The balance at the month's beginning.</param>
    /// <param name="entries">In any order; those of other months are left out.</param>
    /// <param name="today">Later days of an open month have no balance yet.</param>
    public StatementFigures(Card card, YearMonth month, decimal opening, IEnumerable<CardEntry> entries, DateOnly today, CardRules rules)
    {
        (_card, _month, _opening, _terms, _calendar) = (card, month, opening, rules.TermsOf(card.Product), rules.Calendar);
        _entries = [.. CardWeek.InOrder(entries.Where(entry => entry.Month == month))];
        _until = today < CardWeeks.LastDayOf(month) ? today : CardWeeks.LastDayOf(month);
    }

    /// <summary>At the end of the month, or as it is now.</summary>
    public decimal ClosingBalance => _opening + _entries.Sum(entry => entry.Transaction.Signed());

    public decimal Withdrawn => SumOf(CardTransactionKind.Withdrawal);

    public decimal WithdrawnOn(DateOnly day) =>
        Withdrawals().Where(withdrawal => withdrawal.Day == day).Sum(withdrawal => withdrawal.Amount);

    /// <param name="closedAt">Null: the month is open.</param>
    public CardStatement ToStatement(DateTimeOffset? closedAt)
    {
        var balances = Balances();
        var turnover = SumOf(CardTransactionKind.Purchase) - SumOf(CardTransactionKind.Refund);
        return new CardStatement
        {
            CardId = _card.Id,
            Month = _month,
            ClosedAt = closedAt,
            OpeningBalance = _opening,
            ClosingBalance = ClosingBalance,
            Transactions = _entries.Count,
            Late = _entries.Count(entry => _calendar.MonthOf(entry.Transaction.At) != _month),
            Purchases = SumOf(CardTransactionKind.Purchase),
            Refunds = SumOf(CardTransactionKind.Refund),
            TopUps = SumOf(CardTransactionKind.TopUp),
            Withdrawals = Withdrawn,
            Charged = SumOf(CardTransactionKind.Fee),
            PaidByBank = SumOf(CardTransactionKind.Interest) + SumOf(CardTransactionKind.Cashback),
            Fee = MonthlyFee.Of(_terms, _month, _calendar.MonthOf(_card.IssuedAt), turnover, balances.DefaultIfEmpty(_opening).Min()),
            Interest = BalanceInterest.Of(_terms.Interest, _month.Year, balances),
            Cash = Cash(),
            DaysOverLimit = WithdrawalLimits.DaysOver(_terms, Withdrawals()),
            MonthOverLimit = Withdrawn > _terms.WithdrawalsAMonth,
            Credits = [.. _card.CreditsOf(_month)],
            Terms = _terms,
        };
    }

    /// <summary>
    /// The balance at the end of each day on which there was a card. What came late counts from the month's first day: the
    /// days before are on a closed statement.
    /// </summary>
    private List<decimal> Balances()
    {
        var issued = _calendar.DayOf(_card.IssuedAt);
        var day = CardWeeks.MonthOf(issued) == _month ? issued : CardWeeks.FirstDayOf(_month);
        var balances = new List<decimal>();
        var balance = _opening;
        var next = 0;
        for (; day <= _until; day = day.AddDays(1))
        {
            while (next < _entries.Count && _calendar.DayOf(_entries[next].Transaction.At) <= day)
            {
                balance += _entries[next++].Transaction.Signed();
            }

            balances.Add(balance);
        }

        return balances;
    }

    private ImmutableArray<CashTaken> Cash()
    {
        var taken = new List<CashTaken>();
        var balance = _opening;
        foreach (var transaction in _entries.Select(entry => entry.Transaction))
        {
            if (transaction.Kind == CardTransactionKind.Withdrawal)
            {
                var place = WithdrawalCommission.PlaceOf(transaction.Mcc);
                var (own, commission) = WithdrawalCommission.Of(_terms, _card.Product, place, transaction.Amount, balance);
                taken.Add(new CashTaken(transaction.Id, transaction.At, place, transaction.Amount, own, commission));
            }

            balance += transaction.Signed();
        }

        return [.. taken];
    }

    private IEnumerable<(DateOnly Day, decimal Amount)> Withdrawals() =>
        from entry in _entries
        where entry.Transaction.Kind == CardTransactionKind.Withdrawal
        select (_calendar.DayOf(entry.Transaction.At), entry.Transaction.Amount);

    private decimal SumOf(CardTransactionKind kind) =>
        _entries.Where(entry => entry.Transaction.Kind == kind).Sum(entry => entry.Transaction.Amount);
}
