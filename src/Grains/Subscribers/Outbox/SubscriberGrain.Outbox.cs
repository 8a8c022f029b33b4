using Cashback.Storage;
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
    private const int RoundLengthMax = 50;

    private static readonly TimeSpan WakeAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan WakeAgain = TimeSpan.FromMinutes(5);

    private bool _wakeArmed;
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

    public Task DeliveredAsync(IReadOnlyList<Delivery> deliveries) => DecideAsync((current, now) =>
    {
        RememberPayoutRecords(deliveries);
        return WithoutSent(deliveries.Aggregate(current, (subscriber, delivery) => subscriber.Delivered(delivery, now)));
    });

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        RememberLoadedMessages(Record);
        RememberLoadedPayouts(Record);
        StartDraining();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await NoteSentAsync();

        // A write that failed may have been committed all the same: then there is something to wake up for.
        if (_wakeArmed && Record is { Outbox.Entries.IsEmpty: true } && !Failed.IsCompleted)
        {
            await this.RemoveReminderAsync(OutboxReminder);
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>With nothing left to deliver the reminder ends: its ticks would keep an idle activation awake for ever.</summary>
    private async Task WakeAsync()
    {
        _wakeArmed = true;
        StartDraining();
        if (_draining is null && _sent.Count > 0)
        {
            await DecideAsync((current, _) => WithoutSent(current));
        }

        // Removed already with the save that emptied the outbox, or still needed.
        if (!_wakeArmed || Record is not { Outbox.Entries.IsEmpty: true })
        {
            return;
        }

        _wakeArmed = false;
        await this.RemoveReminderAsync(OutboxReminder);
        if (_wakeArmed)
        {
            // A decision armed it while it was taken away.
            await ArmWakeAsync();
        }
    }

    private Task<IGrainReminder> ArmWakeAsync() => this.RegisterOrUpdateReminder(OutboxReminder, WakeAfter, WakeAgain);

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
            await DeliverAllAsync(failed);
            if (_endsWhenDrained && _sent.Count > 0)
            {
                await this.AsReference<ISubscriberOutboxGrain>().DeliveredAsync([]);
                await DeliverAllAsync(failed);
            }

            EndIfDrained();
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

    private async Task DeliverAllAsync(HashSet<string> failed)
    {
        while (Record is { } subscriber && Undelivered(subscriber, failed) is { Length: > 0 } round)
        {
            var deliveries = await Task.WhenAll(round.Select(entry => TryDeliverAsync(subscriber, entry, failed)));
            if (deliveries.OfType<Delivery>().ToArray() is { Length: > 0 } answers)
            {
                await this.AsReference<ISubscriberOutboxGrain>().DeliveredAsync(answers);
            }
        }
    }

    private OutboxEntry[] Undelivered(Subscriber subscriber, HashSet<string> failed) =>
        [.. subscriber.Outbox.Entries.Where(entry => !_sent.ContainsKey(entry.Id) && !failed.Contains(entry.Id)).Take(RoundLengthMax)];

    /// <returns>What the record has to take over; null: nothing now, or it failed.</returns>
    private async Task<Delivery?> TryDeliverAsync(Subscriber subscriber, OutboxEntry entry, HashSet<string> failed)
    {
        try
        {
            var delivery = await entry.DeliverAsync(this, subscriber);
            if (delivery is null && !_sent.ContainsKey(entry.Id))
            {
                failed.Add(entry.Id);
            }

            return delivery;
        }
        catch (Exception error)
        {
            failed.Add(entry.Id);
            LogUndelivered(error, entry.Id, Id);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Entry {Entry} of subscriber {Subscriber} could not be delivered; it stays in the outbox and is tried again within minutes.")]
    private partial void LogUndelivered(Exception error, string entry, string subscriber);

    [LoggerMessage(LogLevel.Warning, "The outbox of subscriber {Subscriber} could not be worked off; its reminder goes on within minutes.")]
    private partial void LogInterrupted(Exception error, string subscriber);
}
