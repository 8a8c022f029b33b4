using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.Logging;

namespace Cashback.Payouts;

[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class PayoutGrain(
    [PersistentState(StateNames.Payout, StorageNames.Ledger)] IPersistentState<Stored<Payout>> state,
    BillingCalls billing,
    TimeProvider clock,
    ILogger<PayoutGrain> logger) : RecordGrain<Payout>(state), IPayoutGrain, IRemindable
{
    /// <summary>Ticks until there is an answer and the subscriber has taken it over.</summary>
    public const string Reminder = "ask";

    public async Task<PayoutAnswer?> StartAsync(PayoutRequest request)
    {
        if (GrainKeys.Payout(request.PayoutId) != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"The payout {request.PayoutId} was sent to {this.GetPrimaryKeyString()}.");
        }

        var payout = (await FindRecordAsync())?.Continue(request) ?? Payout.Start(request, clock.GetUtcNow());
        await SaveAsync(payout);
        if (payout.Answer is null && (await TopUpAsync(payout)).Answer is null)
        {
            // Before the caller gets "no answer yet" and stops tracking the payout, a reminder must be there that continues it.
            var pause = payout.Pause(clock.GetUtcNow());
            await this.RegisterOrUpdateReminder(Reminder, pause, pause);
        }

        return Record!.Answer;
    }

    public async Task<PayoutView?> RetryAsync() =>
        (await FindRecordAsync() is { Answer: null } payout ? await TopUpAsync(payout) : Record)?.View(clock.GetUtcNow());

    public async Task<PayoutView?> GetAsync() => (await FindRecordAsync())?.View(clock.GetUtcNow());

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await FindRecordAsync() is not { } payout)
        {
            await this.RemoveReminderAsync(Reminder);
            return;
        }

        if (payout.Answer is null)
        {
            payout = await TopUpAsync(payout);
        }

        if (payout.Answer is { } answer)
        {
            // Only what the subscriber has taken over is forgotten here; a repeated notification changes nothing.
            await GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(payout.Request.SubscriberId))
                .PayoutAnsweredAsync(payout.Request.PayoutId, answer);
            await this.RemoveReminderAsync(Reminder);
            return;
        }

        var pause = payout.Pause(clock.GetUtcNow());
        if (status.Period != pause)
        {
            await this.RegisterOrUpdateReminder(Reminder, pause, pause);
        }
    }

    /// <summary>One call to the billing system, and its result saved.</summary>
    private async Task<Payout> TopUpAsync(Payout payout)
    {
        var next = await billing.AskAsync(payout);
        await SaveAsync(next);
        if (next.IsStuck(clock.GetUtcNow()))
        {
            LogStuck(payout.Request.PayoutId, payout.StartedAt, next.Attempts, next.LastError);
        }

        return next;
    }

    [LoggerMessage(LogLevel.Error,
        "Payout {Id} is stuck: no answer from the billing system since {StartedAt:O}, after {Attempts} attempts ({Error}). It is retried "
        + "every hour; look the payout's id up in the billing system as its idempotency key and mend what keeps it from answering.")]
    private partial void LogStuck(string id, DateTimeOffset startedAt, int attempts, string? error);
}
