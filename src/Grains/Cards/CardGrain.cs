using Cashback.Messages;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Cards;

/// <summary>Loads, decides, saves, notifies. The decisions are those of <see cref="Card"/>. One call at a time: no reentrancy.</summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class CardGrain(
    [PersistentState(StateNames.Card, StorageNames.Ledger)] IPersistentState<Stored<Card>> state,
    ICardBankGateway bank,
    CardRules rules,
    TimeProvider clock,
    ILogger<CardGrain> logger) : RecordGrain<Card>(state), ICardGrain, IRemindable
{
    private const string ReminderName = "card";
    private const decimal CreditLimitMax = 10_000_000;
    private const int SpreadSeconds = 2 * 60 * 60;
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private DateTimeOffset? _armed;

    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    private DateOnly Today => rules.Calendar.DayOf(clock.GetUtcNow());

    public async Task<Outcome<CardView>> IssueAsync(CardIssue issue)
    {
        var holder = GrainFactory.GetGrain<ICardHolderGrain>(GrainKeys.CardHolder(issue.SubscriberId));
        if (Record is { } card)
        {
            if (card.SubscriberId == issue.SubscriberId)
            {
                return (card.Product, card.CreditLimit) == (issue.Product, issue.CreditLimit)
                    ? (await GetAsync())!
                    : new Rejection("card-taken", new(
                        "This card is issued already, with another product or credit limit.",
                        "Эта карта уже выпущена с другим продуктом или кредитным лимитом."));
            }

            // An issue that was cut short here may have left the place taken by a card of somebody else.
            await holder.ReleaseAsync(Id);
            return new Rejection("card-taken", new("This card belongs to somebody else.", "Эта карта принадлежит другому абоненту."));
        }

        if (Refusal(issue) is { } refusal)
        {
            return refusal;
        }

        if (await holder.ClaimAsync(Id) != Id)
        {
            return new Rejection("one-card-per-person", new("The subscriber has a card already.", "У абонента уже есть карта."));
        }

        await SaveAsync(Card.Issue(Id, issue, clock.GetUtcNow(), rules.Calendar));
        return (await GetAsync())!;
    }

    public async Task<IReadOnlyList<CardTransactionResult>> TakeAsync(IReadOnlyList<CardTransaction> transactions)
    {
        if (Record is null)
        {
            return [.. transactions.Select(transaction => new CardTransactionResult(
                transaction.Id, FeedResult.Refused, "card", new("There is no such card.", "Такой карты нет.")))];
        }

        await CatchUpAsync();
        var now = clock.GetUtcNow();
        var results = new CardTransactionResult[transactions.Count];
        var good = new List<(int Place, DateOnly Week, CardEntry Entry)>();
        for (var i = 0; i < results.Length; i++)
        {
            if (TransactionRules.Fault(transactions[i], now) is var (field, error))
            {
                results[i] = new(transactions[i].Id, FeedResult.Refused, field, error);
            }
            else
            {
                var entry = ToEntry(TransactionRules.Normal(transactions[i]));
                good.Add((i, CardWeeks.WeekOf(rules.Calendar.DayOf(entry.Transaction.At)), entry));
            }
        }

        // First it is sure that somebody will look at the weeks, then they are filled.
        await SaveIfNewAsync(good.Aggregate(Record, (card, line) => card.Expect(line.Week, line.Entry.Month, Today)));
        foreach (var week in good.GroupBy(line => line.Week).OrderBy(week => week.Key))
        {
            var lines = week.ToList();
            var taken = await TakeWeekAsync(week.Key, [.. lines.Select(line => line.Entry)]);
            for (var i = 0; i < lines.Count; i++)
            {
                results[lines[i].Place] = taken[i];
            }
        }

        return results;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record is not null)
        {
            await CatchUpAsync();
            if (Record.Owed() is { } credit)
            {
                await PayAsync(credit);
            }
        }

        await ArmAsync(Record);
    }

    /// <summary>Somebody must be there to go on before anything is owed.</summary>
    protected override async ValueTask PrepareAsync(Card next)
    {
        if (WakeAt(next) is not null)
        {
            await ArmAsync(next);
        }
    }

    private CardEntry ToEntry(CardTransaction transaction)
    {
        var percent = transaction is { Kind: CardTransactionKind.Purchase or CardTransactionKind.Refund, Mcc: { } mcc }
            ? rules.Categories.PercentOf(mcc, transaction.Merchant)
            : 0;
        return new CardEntry(
            transaction,
            percent,
            TransactionCashback.Of(transaction.Kind, transaction.Amount, percent),
            Record!.PostingMonth(rules.Calendar.MonthOf(transaction.At)));
    }

    /// <summary>
    /// A bank that corrects a time may move it over the end of a week, into another page: an id of the weeks next to it is
    /// known too.
    /// </summary>
    private async Task<IReadOnlyList<CardTransactionResult>> TakeWeekAsync(DateOnly week, IReadOnlyList<CardEntry> entries)
    {
        var nearby = new HashSet<string>(StringComparer.Ordinal);
        foreach (var other in new[] { week.AddDays(-7), week.AddDays(7) }.Where(other => CardPages.Has(Record!.Pages, other)))
        {
            nearby.UnionWith(await Week(other).FindAsync([.. entries.Select(entry => entry.Transaction.Id)]));
        }

        var taken = new Queue<CardTransactionResult>(
            await Week(week).TakeAsync([.. entries.Where(entry => !nearby.Contains(entry.Transaction.Id))]));
        return [.. entries.Select(entry => nearby.Contains(entry.Transaction.Id) ? CardWeek.KnownOtherwise(entry.Transaction.Id)
            : taken.Dequeue())];
    }

    /// <summary>
    /// Does what has fallen due: the credits of past Fridays in their order, then the statements of months that are over.
    /// </summary>
    private async Task CatchUpAsync()
    {
        while (Record!.DueCredit(Today) is { } friday)
        {
            var cashback = await CashbackAsync(Record.Planned[friday]);
            await SaveAsync(Record.Settle(friday, cashback, rules.TermsOf(Record.Product), clock.GetUtcNow()));
        }

        while (Record.DueMonth(Today) is { } month)
        {
            var figures = new StatementFigures(Record, month, Record.OpeningBalance, await EntriesAsync(month), Today, rules);
            var statement = await GrainFactory.GetGrain<ICardStatementGrain>(GrainKeys.CardStatement(Id, month))
                .WriteAsync(figures.ToStatement(clock.GetUtcNow()));
            await SaveAsync(Record.Close(statement));
        }
    }

    private async Task PayAsync(CardCredit credit)
    {
        var transfer = await credit.Transfer!.CallAsync(
            cancellation => bank.CreditAsync($"card-credit:{Id}:{credit.On:yyyy-MM-dd}", Id, credit.Amount, cancellation), clock);
        if (transfer.Answer is { Paid: true })
        {
            // Before it is saved: after a crash between the two the bank gives the same answer, and this is the same message.
            await NotifyHolderAsync(credit);
        }

        await SaveAsync(Record!.WithTransfer(credit.On, transfer, Today));
        if (transfer.Answer is null)
        {
            LogUnanswered(Id, credit.On, transfer.Attempts, transfer.LastError);
        }
        else if (!transfer.Answer.Paid)
        {
            LogRefused(Id, credit.On, transfer.Answer.Reason);
        }

        if (transfer.IsStuck(clock.GetUtcNow()))
        {
            LogStuck(Id, credit.On, transfer.StartedAt, transfer.Attempts);
        }
    }

    private async Task NotifyHolderAsync(CardCredit credit)
    {
        var holder = Record!.SubscriberId;
        if (await GrainFactory.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(holder)).GetAccountAsync()
            is not { LeftAt: null } account)
        {
            return;
        }

        var message = new Message(
            account.Phone, "card-credit", new Dictionary<string, string> { ["sum"] = Kopecks.Text(credit.Amount, account.Locale) }, account.Locale);
        await GrainFactory.GetGrain<IMessageGrain>(GrainKeys.Message($"{holder}-card-{Id}-{credit.On:yyyy-MM-dd}")).SendAsync(message);
    }

    /// <summary>When to wake: for an answer of the bank, else when something falls due, spread over two hours by key.</summary>
    private DateTimeOffset? WakeAt(Card card)
    {
        var now = clock.GetUtcNow();
        if (card.Owed()?.Transfer is { } transfer)
        {
            return transfer.Attempts == 0 ? now + TimeSpan.FromMinutes(1) : now + transfer.Pause(now);
        }

        var due = card.NextDay() is { } day
            ? rules.Calendar.StartOf(day) + TimeSpan.FromSeconds(this.GetGrainId().GetUniformHashCode() % SpreadSeconds)
            : (DateTimeOffset?)null;
        return due < now ? now : due;
    }

    private async Task ArmAsync(Card? card)
    {
        var at = card is null ? null : WakeAt(card);
        if (at is { } time)
        {
            if (_armed != time)
            {
                var wait = time - clock.GetUtcNow();
                await this.RegisterOrUpdateReminder(ReminderName, wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Again);
                _armed = time;
            }
        }
        else
        {
            await this.RemoveReminderAsync(ReminderName);
            _armed = null;
        }
    }

    private Task SaveIfNewAsync(Card next) => ReferenceEquals(next, Record) ? Task.CompletedTask : SaveAsync(next);

    private Rejection? Refusal(CardIssue issue) =>
        !bank.IsConfigured ? new("card-bank-not-configured", new("No bank is configured that credits cards.", "Не настроен банк, который зачисляет кешбэк на карты."))
        : issue.CreditLimit < 0 || issue.CreditLimit > CreditLimitMax || !Kopecks.AreWhole(issue.CreditLimit)
            || (issue.CreditLimit > 0) != (issue.Product == CardProduct.Credit)
            ? new("unacceptable-card", new(
                $"A credit card has a credit limit above zero and up to {CreditLimitMax}, a debit card none.",
                $"У кредитной карты должен быть лимит больше нуля и не больше {CreditLimitMax}, у дебетовой лимита нет."), RejectionKind.Unacceptable, "creditLimit")
        : null;

    [LoggerMessage(1, LogLevel.Warning, "Credit {Friday} of card {Card} has no answer from the bank, attempt {Attempt} ({Error}). It is retried automatically with the same key.")]
    private partial void LogUnanswered(string card, DateOnly friday, int attempt, string? error);

    [LoggerMessage(2, LogLevel.Warning, "Credit {Friday} of card {Card} was refused by the bank ({Reason}); it is carried to the next Friday.")]
    private partial void LogRefused(string card, DateOnly friday, string? reason);

    [LoggerMessage(3, LogLevel.Error, "Credit {Friday} of card {Card} is stuck: no answer from the bank since {StartedAt:O}, after {Attempts} attempts. It is retried every hour; look its key up at the bank.")]
    private partial void LogStuck(string card, DateOnly friday, DateTimeOffset startedAt, int attempts);
}
