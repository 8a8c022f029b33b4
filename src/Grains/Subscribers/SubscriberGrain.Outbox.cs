using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Statements;
using Microsoft.Extensions.Logging;

namespace Cashback.Subscribers;

/// <summary>
/// The protocol around a save. Before the first save that leaves something undelivered, a reminder is armed that wakes
/// the subscriber elsewhere should this silo die; after it, the outbox is drained beside the next calls; what was
/// delivered leaves the record with a save of its own, a message with whichever save comes next.
/// </summary>
internal sealed partial class SubscriberGrain
{
    private const string OutboxReminder = "outbox";
    private const string SettlementReminder = "settlement";
    private const int RoundLengthMax = 50;
    private const int SettlementSpreadSeconds = 2 * 60 * 60;

    private static readonly TimeSpan WakeAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WakeAgain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SettlementAgain = TimeSpan.FromHours(1);

    private bool _wakeArmed;
    private DateTimeOffset? _settlementAt;
    private Task? _draining;

    public async Task DrainOutboxAsync()
    {
        StartDraining();
        await Task.WhenAny(_draining ?? Task.CompletedTask, Failed);
        if (_sent.Count > 0)
        {
            await DecideAsync((current, _) => WithoutSent(current));
        }
    }

    public Task DeliveredAsync(IReadOnlyList<Delivery> deliveries) => DecideAsync(
        (current, now) => deliveries.Aggregate(current, (subscriber, delivery) => subscriber.Delivered(delivery, now)));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record is null)
        {
            return;
        }

        if (reminderName == OutboxReminder)
        {
            await WakeAsync();
            return;
        }

        if (reminderName == LeavingReminder)
        {
            await DepartAsync();
            return;
        }

        await SettleAsync();

        // One that is armed for the running month stays: what is confirmed later in the month counts on it.
        if (!Record.SettlementDue && Record.SettlementArmedFor != Record.Accrual.Month)
        {
            await DisarmAsync(SettlementReminder);
            if (Decided is { } decided && decided.SettlementArmedFor == decided.Accrual.Month)
            {
                // A decision armed it while it was taken away.
                await ArmSettlementAsync(SettlementOf(decided.Accrual.Month));
            }
        }
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        Inherit(Record);
        StartDraining();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // A write that failed may have been committed all the same: then there is something to wake up for.
        if (_wakeArmed && Record is { Outbox.Entries.IsEmpty: true } && !Failed.IsCompleted)
        {
            await DisarmAsync(OutboxReminder);
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>With nothing left to tell the reminder ends: its ticks would keep an idle activation awake for ever.</summary>
    private async Task WakeAsync()
    {
        _wakeArmed = true;
        StartDraining();
        if (_draining is null && _sent.Count > 0)
        {
            await DecideAsync((current, _) => WithoutSent(current));
        }

        if (Record is not { Outbox.Entries.IsEmpty: true })
        {
            return;
        }

        _wakeArmed = false;
        await DisarmAsync(OutboxReminder);
        if (_wakeArmed)
        {
            // A decision armed it while it was taken away.
            await ArmWakeAsync();
        }
    }

    private Subscriber ArmSettlement(Subscriber next)
    {
        if (!next.SettlementDue || next.SettlementArmedFor == next.Accrual.Month)
        {
            return next;
        }

        _settlementAt = SettlementOf(next.Accrual.Month);
        return next with { SettlementArmedFor = next.Accrual.Month };
    }

    /// <summary>The reminders that must be there before the record is, where they can't come with it.</summary>
    protected override async ValueTask PrepareAsync(Subscriber next)
    {
        if (!next.Outbox.Entries.IsEmpty && !_wakeArmed)
        {
            await ArmWakeAsync();
            _wakeArmed = true;
        }

        await ArmLeavingAsync(next);
        if (_settlementAt is { } at)
        {
            _settlementAt = null;
            await ArmSettlementAsync(at);
        }
    }

    /// <summary>The 1st is spread over two hours by key, so that a million settlements do not begin in one second.</summary>
    private DateTimeOffset SettlementOf(YearMonth month) => rules.Calendar.StartOf(month.Next)
        + TimeSpan.FromSeconds(this.GetGrainId().GetUniformHashCode() % SettlementSpreadSeconds);

    private Task<IGrainReminder> ArmSettlementAsync(DateTimeOffset at)
    {
        var due = at - Now;
        return this.RegisterOrUpdateReminder(SettlementReminder, due > TimeSpan.Zero ? due : TimeSpan.FromSeconds(1), SettlementAgain);
    }

    private Task<IGrainReminder> ArmWakeAsync() => this.RegisterOrUpdateReminder(OutboxReminder, WakeAfter, WakeAgain);

    private async Task DisarmAsync(string reminderName)
    {
        if (await this.GetReminder(reminderName) is not { } reminder)
        {
            return;
        }

        try
        {
            await this.UnregisterReminder(reminder);
        }
        catch (ReminderException)
        {
            // It was set again since it was read, so it is wanted.
        }
    }

    /// <summary>
    /// Beside the calls and not as one of them: an activation that ends waits for its calls, and the drain waits for a
    /// call to whichever activation comes next.
    /// </summary>
    private void StartDraining()
    {
        if (Record is not { } subscriber)
        {
            return;
        }

        ForgetSent(subscriber);
        if (_draining is null && subscriber.Outbox.Entries.Length > _sent.Count)
        {
            _draining = DrainAsync();
        }
    }

    private async Task DrainAsync()
    {
        await Task.Yield();
        var failed = new HashSet<string>();
        try
        {
            while (Record is { } subscriber && Undelivered(subscriber, failed) is { Length: > 0 } round)
            {
                var deliveries = await Task.WhenAll(round.Select(entry => TryDeliverAsync(subscriber, entry, failed)));
                if (deliveries.OfType<Delivery>().ToArray() is { Length: > 0 } answers)
                {
                    await this.AsReference<ISubscriberGrain>().DeliveredAsync(answers);
                }
            }
        }
        catch (Exception error)
        {
            LogInterrupted(error, Id);
        }
        finally
        {
            _draining = null;
        }
    }

    private OutboxEntry[] Undelivered(Subscriber subscriber, HashSet<string> failed) =>
        [.. subscriber.Outbox.Entries.Where(entry => !_sent.Contains(entry.Id) && !failed.Contains(entry.Id)).Take(RoundLengthMax)];

    /// <returns>What the record must learn of it; null: nothing yet, or it failed.</returns>
    private async Task<Delivery?> TryDeliverAsync(Subscriber subscriber, OutboxEntry entry, HashSet<string> failed)
    {
        try
        {
            if (entry is not SendMessage message)
            {
                return await DeliverAsync(subscriber, entry);
            }

            if (!await SendAsync(subscriber, message))
            {
                failed.Add(entry.Id);
            }
        }
        catch (Exception error)
        {
            failed.Add(entry.Id);
            LogUndelivered(error, entry.Id, Id);
        }

        return null;
    }

    private async Task<Delivery> DeliverAsync(Subscriber subscriber, OutboxEntry entry)
    {
        switch (entry)
        {
            case TellPurchase { Id: var id, Order: var order, ArchiveIn: var archiveIn }:
                if (subscriber.FindPurchase(order) is not { } purchase)
                {
                    return new Delivery(id);
                }

                var final = archiveIn is null ? null : purchase;
                var due = purchase.Status == PurchaseStatus.Pending ? purchase.AnswerDueBy : (DateTimeOffset?)null;
                var owner = await GrainFactory.GetGrain<IPurchaseGrain>(GrainKeys.Order(order))
                    .LearnAsync(new PurchaseSnapshot(order, Id, purchase.Revision, due, final, archiveIn));
                return new Delivery(id, owner == Id ? null : owner, null, purchase.Revision, archiveIn is not null);

            case AskWelcome asked:
                return await AskAsync(subscriber, asked);

            case OweReward owed:
                return await RewardAsync(owed);

            case FileClaim file:
                return await FileAsync(file);

            case KeepReward keep:
                return await KeepAsync(subscriber, keep);

            case StartPayout(var id, var request):
                var answer = await GrainFactory.GetGrain<IPayoutGrain>(GrainKeys.Payout(request.PayoutId)).StartAsync(request);
                return new Delivery(id, Answer: answer);

            case WriteStatement(var id, var statement):
                await GrainFactory.GetGrain<IStatementGrain>(GrainKeys.Statement(Id, statement.Month)).WriteAsync(statement);
                return new Delivery(id);

            case MoveHistory(var id, var page):
                await GrainFactory.GetGrain<IHistoryPageGrain>(GrainKeys.History(Id, page)).WriteAsync([.. subscriber.History.Page(page)]);
                return new Delivery(id);

            case IssueCertificate issue:
                return await IssueAsync(issue);

            case MoveCertificates move:
                return await MoveAsync(subscriber, move);

            default:
                throw new InvalidOperationException($"Nobody delivers {entry}.");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Entry {Entry} of subscriber {Subscriber} could not be delivered; it stays in the outbox and is tried again within minutes.")]
    private partial void LogUndelivered(Exception error, string entry, string subscriber);

    [LoggerMessage(LogLevel.Warning, "The outbox of subscriber {Subscriber} could not be worked off; its reminder goes on within minutes.")]
    private partial void LogInterrupted(Exception error, string subscriber);
}
