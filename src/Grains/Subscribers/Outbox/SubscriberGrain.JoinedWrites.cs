using Cashback.Payouts;
using Cashback.Purchases;
using Cashback.Statements;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>
/// What the outbox would deliver goes with the save itself where it can: a purchase's
/// owner and its deadline, a statement, a payout's first record, the reminders of the subscriber. Less to save, to
/// deliver and to acknowledge, and nothing that a crash could leave between the two.
/// </summary>
internal sealed partial class SubscriberGrain
{
    private readonly List<NewRecord> _newRecords = [];
    private readonly List<ReminderChange> _reminderChanges = [];

    /// <summary>Takes out of the outbox what can be written with the save. What waited in it before this decision stays.</summary>
    private Subscriber Join(Subscriber next)
    {
        var before = Decided;
        JoinPayouts(before, next);
        foreach (var entry in next.Outbox.Entries)
        {
            next = before?.Outbox.Find(entry.Id) is not null ? next : entry switch
            {
                NotifyPurchase { ArchiveIn: null, Revived: false } notify => Join(next, notify, before),
                WriteStatement written => Join(next, written),
                _ => next,
            };
        }

        return next;
    }

    private Subscriber Join(Subscriber next, NotifyPurchase notify, Subscriber? before)
    {
        if (next.FindPurchase(notify.Order) is not { Disowned: false } purchase)
        {
            return next;
        }

        var grain = GrainFactory.IdOf<IPurchaseGrain>(GrainKeys.Order(notify.Order));
        var due = DueOf(purchase);
        if (notify.New)
        {
            var line = OrderLine.Apply(null, new PurchaseSnapshot(notify.Order, Id, purchase.Revision, due));
            _newRecords.Add(new NewRecord(StateNames.Purchase, grain, new Stored<OrderLine> { Record = line }));
        }

        if (due != DueOf(before?.FindPurchase(notify.Order)))
        {
            _reminderChanges.Add(new ReminderChange(grain, PurchaseGrain.Deadline, due + PurchaseGrain.TicksAfter, PurchaseGrain.Period));
        }

        return next with { Outbox = next.Outbox.Without(notify) };
    }

    private Subscriber Join(Subscriber next, WriteStatement entry)
    {
        var grain = GrainFactory.IdOf<IStatementGrain>(GrainKeys.Statement(Id, entry.Statement.Month));
        _newRecords.Add(new NewRecord(StateNames.Statement, grain, new Stored<Statement> { Record = entry.Statement }));
        return next.StatementWritten(entry);
    }

    protected override JoinedWrites? TakeJoinedWrites()
    {
        // It goes with the last entry: one that stayed for the activation's life would cost a tick and a write of its own.
        var owes = Decided is { Outbox.Entries.IsEmpty: false };
        if (owes != _wakeArmed)
        {
            _wakeArmed = owes;
            _reminderChanges.Add(new ReminderChange(this.GetGrainId(), OutboxReminder, owes ? Now + WakeAfter : null, WakeAgain));
        }

        if (_settlementChange is { } change)
        {
            _settlementChange = null;
            _reminderChanges.Add(change);
        }

        if (_newRecords.Count == 0 && _reminderChanges.Count == 0)
        {
            return null;
        }

        var joined = new JoinedWrites([.. _newRecords], [.. _reminderChanges]);
        _newRecords.Clear();
        _reminderChanges.Clear();
        return joined;
    }

    /// <summary>
    /// An order line that belongs to another already, or a record that is there: the outbox notifies its own grain, and gets an
    /// answer.
    /// </summary>
    protected override Subscriber WithoutJoinedWrites(Subscriber decided, JoinedWrites refused)
    {
        foreach (var reminder in refused.Reminders)
        {
            switch (reminder.Name)
            {
                case OutboxReminder:
                    _wakeArmed = reminder.StartAt is null;
                    break;
                case SettlementReminder:
                    _settlementChange = reminder;
                    break;
                case PurchaseGrain.Deadline:
                    decided = decided with { Outbox = decided.Outbox.NotifyPurchase(OrderOf(reminder.Grain)) };
                    break;
            }
        }

        foreach (var record in refused.Records.Reverse())
        {
            decided = record.State.Content switch
            {
                Statement statement => decided with { Outbox = decided.Outbox.WriteStatement(statement) },
                Payout payout => PayoutExists(decided, payout),
                _ => decided with { Outbox = decided.Outbox.NotifyPurchase(OrderOf(record.Grain), isNew: true) },
            };
        }

        return decided;
    }

    private static OrderKey OrderOf(GrainId grain) => OrderKey.Parse(GrainKeys.IdOf(grain.Key.ToString()!));

    private static DateTimeOffset? DueOf(Purchase? purchase) =>
        purchase is { Status: PurchaseStatus.Pending } ? purchase.AnswerDueBy : null;
}
