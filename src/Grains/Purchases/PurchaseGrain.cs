using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.Logging;

namespace Cashback.Purchases;

[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class PurchaseGrain(
    [PersistentState(StateNames.Purchase, StorageNames.Ledger)] IPersistentState<Stored<OrderLine>> state,
    OrderLineArchive archive,
    TimeProvider clock,
    ILogger<PurchaseGrain> log) : RecordGrain<OrderLine>(state), IPurchaseGrain, IRemindable
{
    public const string Deadline = "deadline";

    /// <summary>A tick missed while the cluster was down is lost, so the reminder repeats until nothing is waited for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long after its deadline a purchase's reminder ticks first. Reminders are kept to the millisecond and timers may be
    /// as much too early; a tick before the deadline would do nothing.
    /// </summary>
    public static readonly TimeSpan TicksAfter = TimeSpan.FromSeconds(1);

    public async Task<string> ApplyAsync(PurchaseSnapshot snapshot)
    {
        var before = Record;
        var next = OrderLine.Apply(before, snapshot);
        if (next.SubscriberId != snapshot.SubscriberId)
        {
            LogOtherClaim(snapshot.Order, next.SubscriberId, snapshot.SubscriberId);
        }

        // The reminder goes first: one that was armed for nothing does no harm, one that was never armed would. What the
        // row has of it can be older than what the subscriber's saves did to it.
        if (next.SubscriberId == snapshot.SubscriberId && !ReferenceEquals(next, before))
        {
            if (next.WatchedUntil is { } due)
            {
                await WatchAsync(due);
            }
            else if (before is not null)
            {
                await this.RemoveReminderAsync(Deadline);
            }
        }

        await SaveAsync(next);
        return next.SubscriberId;
    }

    public async Task<ArchivedPurchase?> GetArchivedAsync()
    {
        var line = await FindRecordAsync();
        if (line is { Final: null })
        {
            // It can have been archived by a write that this activation does not see.
            line = await archive.ReadAsync(OrderKey.Parse(GrainKeys.IdOf(this.GetPrimaryKeyString())));
            if (line is { Final: not null })
            {
                DeactivateOnIdle();
            }
        }

        return line is { Final: { } purchase, ArchivedIn: { } month, SubscriberId: var owner }
            ? new ArchivedPurchase(owner, purchase, month)
            : null;
    }

    public async Task<string?> GetOwnerAsync() => (await FindRecordAsync())?.SubscriberId;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        // Read again if it was not there at the first call: the line may have been queried before it was reported.
        if (await FindRecordAsync() is not { ArchivedIn: null } line)
        {
            await this.RemoveReminderAsync(Deadline);
            return;
        }

        // Whether and until when it is waited for is in the subscriber's record; what is saved here can be older.
        if (line.WatchedUntil is { } watched && clock.GetUtcNow() < watched)
        {
            await WatchSoonAsync(watched);
            return;
        }

        var order = OrderKey.Parse(GrainKeys.IdOf(this.GetPrimaryKeyString()));
        var subscriber = GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(line.SubscriberId));
        var again = await subscriber.DeadlineReachedAsync(order);
        if (again is null)
        {
            await this.RemoveReminderAsync(Deadline);
            await SaveAsync(line with { WatchedUntil = null });
        }
        else
        {
            await WatchSoonAsync(again.Value);
        }
    }

    /// <summary>The tick was too early by a clock, here or at the subscriber's: the next would come a whole period later.</summary>
    private async Task WatchSoonAsync(DateTimeOffset due)
    {
        if (due - clock.GetUtcNow() < Period)
        {
            await WatchAsync(due);
        }
    }

    private Task<IGrainReminder> WatchAsync(DateTimeOffset due)
    {
        var left = due + TicksAfter - clock.GetUtcNow();
        return this.RegisterOrUpdateReminder(Deadline, left > Soonest ? left : Soonest, Period);
    }

    [LoggerMessage(LogLevel.Warning, "Order line {Order} of subscriber {Owner} was also reported for subscriber {Other}: the later one does not count.")]
    private partial void LogOtherClaim(OrderKey order, string owner, string other);
}
