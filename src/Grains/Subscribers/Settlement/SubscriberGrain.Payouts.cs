using Cashback.Payouts;
using Cashback.Storage;

namespace Cashback.Subscribers;

/// <summary>
/// A payout is durable with the subscriber's save that starts it. Then the billing system is called from here, and what came of the call
/// is the payout's first record, saved together with the subscriber who knows of it: nearly all payouts are answered at once, and need
/// no activation and no save of their own. One without an answer is continued by its own grain, whose reminder is saved
/// with the record.
/// </summary>
internal sealed partial class SubscriberGrain
{
    /// <summary>Entries whose payouts may have been started: only their own grains know.</summary>
    private readonly HashSet<string> _startedPayouts = [];

    /// <summary>First records of payouts, by the entries that leave the outbox when they are saved.</summary>
    private readonly Dictionary<string, Payout> _payoutRecords = [];

    public Task PayoutAnsweredAsync(string payoutId, PayoutAnswer answer) =>
        DecideAsync((current, now) => current.PayoutAnswered(payoutId, answer, now));

    private void RememberLoadedPayouts(Subscriber? loaded)
    {
        if (loaded is { Outbox.Entries.IsEmpty: false })
        {
            _startedPayouts.UnionWith(loaded.Outbox.Entries.OfType<StartPayout>().Select(entry => entry.Id));
        }
    }

    async Task<PayoutStarted> IOutboxReceivers.DeliverAsync(StartPayout entry, Subscriber subscriber)
    {
        if (_startedPayouts.Add(entry.Id))
        {
            var payout = await receivers.Billing.StartAsync(entry.Request);
            return new PayoutStarted(entry.Id, payout.Answer, payout);
        }

        var grain = GrainFactory.GetGrain<IPayoutGrain>(GrainKeys.Payout(entry.Request.PayoutId));
        return new PayoutStarted(entry.Id, await grain.StartAsync(entry.Request));
    }

    private void RememberPayoutRecords(IReadOnlyList<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery is PayoutStarted { Record: { } payout })
            {
                _payoutRecords[delivery.EntryId] = payout;
            }
        }
    }

    /// <summary>The payouts' records go with the decision that takes their entries out of the outbox.</summary>
    private void JoinPayouts(Subscriber? before, Subscriber next)
    {
        foreach (var (entryId, payout) in _payoutRecords)
        {
            if (before?.Outbox.Find(entryId) is null || next.Outbox.Find(entryId) is not null)
            {
                continue;
            }

            var grain = GrainFactory.IdOf<IPayoutGrain>(GrainKeys.Payout(payout.Request.PayoutId));
            _newRecords.Add(new NewRecord(StateNames.Payout, grain, new Stored<Payout> { Record = payout }));
            if (payout.Answer is null)
            {
                var pause = payout.Pause(Now);
                _reminderChanges.Add(new ReminderChange(grain, PayoutGrain.Reminder, Now + pause, pause));
            }
        }

        _payoutRecords.Clear();
    }

    /// <summary>
    /// Another activation of this subscriber has started it too. Its grain gets the billing system's answer, the same under the same key.
    /// </summary>
    private static Subscriber PayoutExists(Subscriber decided, Payout refused) =>
        decided with { Outbox = decided.Outbox.StartPayout(refused.Request) };
}
