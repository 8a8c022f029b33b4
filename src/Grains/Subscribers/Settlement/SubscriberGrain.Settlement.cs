using Cashback.Statements;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>The month's end, by a reminder that is armed as soon as there is something to settle.</summary>
internal sealed partial class SubscriberGrain
{
    private const string SettlementReminder = "settlement";
    private const int SettlementSpreadSeconds = 2 * 60 * 60;

    private static readonly TimeSpan SettlementAgain = TimeSpan.FromHours(1);

    /// <summary>Goes with the next save.</summary>
    private ReminderChange? _settlementChange;

    /// <summary>A call has been answered here.</summary>
    private bool _used;

    private bool _endsWhenDrained;

    public async Task SettleAsync()
    {
        var wokenForThis = !_used;
        await SettledAsync();
        if (wokenForThis)
        {
            EndWhenDrained();
        }
    }

    /// <summary>
    /// A settlement wakes everybody. Who was not awake before sleeps again as soon as all is delivered, for memory; with the messages
    /// out of the outbox, so that its reminder need not wake them all once more.
    /// </summary>
    private void EndWhenDrained()
    {
        _endsWhenDrained = true;
        _draining ??= DrainAsync();
    }

    private void EndIfDrained()
    {
        if (_endsWhenDrained && Record is { Outbox.Entries.IsEmpty: true })
        {
            DeactivateOnIdle();
        }

        _endsWhenDrained = false;
    }

    private async Task SettleMonthAsync()
    {
        var wokenForThis = !_used;
        await DisarmAfterSettlingAsync();
        if (wokenForThis)
        {
            EndWhenDrained();
        }
    }

    private async Task DisarmAfterSettlingAsync()
    {
        var armed = Decided?.SettlementArmedFor;
        await SettledAsync();
        if (armed is not null && Record is { SettlementArmedFor: null })
        {
            // Removed with the save.
            return;
        }

        // One that is armed for the running month stays: what is confirmed later in the month counts on it.
        if (Record is { } settled && !settled.SettlementDue && settled.SettlementArmedFor != settled.Accrual.Month)
        {
            await this.RemoveReminderAsync(SettlementReminder);
            if (Decided is { } decided && decided.SettlementArmedFor == decided.Accrual.Month)
            {
                // A decision armed it while it was taken away.
                await ArmSettlementAsync(SettlementOf(decided.Accrual.Month));
            }
        }
    }

    private Subscriber ArmSettlement(Subscriber next)
    {
        var month = next.Accrual.Month;
        if (next.SettlementDue && next.SettlementArmedFor != month)
        {
            var (at, soonest) = (SettlementOf(month), Now.AddSeconds(1));
            _settlementChange = new ReminderChange(this.GetGrainId(), SettlementReminder, at > soonest ? at : soonest, SettlementAgain);
            return next with { SettlementArmedFor = month };
        }

        if (!next.SettlementDue && next.SettlementArmedFor < month)
        {
            _settlementChange = new ReminderChange(this.GetGrainId(), SettlementReminder, StartAt: null, SettlementAgain);
            return next with { SettlementArmedFor = null };
        }

        return next;
    }

    /// <summary>The 1st is spread over two hours by key, so that a million settlements do not begin in one second.</summary>
    private DateTimeOffset SettlementOf(YearMonth month) => rules.Calendar.StartOf(month.Next)
        + TimeSpan.FromSeconds(this.GetGrainId().GetUniformHashCode() % SettlementSpreadSeconds);

    private Task<IGrainReminder> ArmSettlementAsync(DateTimeOffset at)
    {
        var due = at - Now;
        return this.RegisterOrUpdateReminder(SettlementReminder, due > TimeSpan.Zero ? due : TimeSpan.FromSeconds(1), SettlementAgain);
    }

    async Task<EntryDelivered> IOutboxReceivers.DeliverAsync(WriteStatement entry, Subscriber subscriber)
    {
        await GrainFactory.GetGrain<IStatementGrain>(GrainKeys.Statement(Id, entry.Statement.Month)).WriteAsync(entry.Statement);
        return new EntryDelivered(entry.Id);
    }
}
