namespace Cashback.Subscribers;

/// <summary>Reminders wake the subscriber elsewhere should this silo die: for the outbox, the month's end and leaving.</summary>
internal sealed partial class SubscriberGrain
{
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record is null)
        {
            return;
        }

        await (reminderName switch
        {
            OutboxReminder => WakeAsync(),
            LeavingReminder => DepartAsync(),
            SettlementReminder => SettleMonthAsync(),
            _ => Task.CompletedTask,
        });
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
        if (_settlementChange is { StartAt: { } at })
        {
            _settlementChange = null;
            await ArmSettlementAsync(at);
        }
    }
}
