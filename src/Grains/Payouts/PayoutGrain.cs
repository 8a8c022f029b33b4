using Cashback.Messages;
using Cashback.Storage;
using Cashback.Subscribers;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Payouts;

[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class PayoutGrain(
    [PersistentState(StateNames.Payout, StorageNames.Ledger)] IPersistentState<Stored<Payout>> state,
    IBillingGateway billing,
    TimeProvider clock,
    ILogger<PayoutGrain> logger) : RecordGrain<Payout>(state), IPayoutGrain, IRemindable
{
    private const string ReminderName = "ask";

    public async Task<PayoutAnswer?> StartAsync(PayoutRequest request)
    {
        if (GrainKeys.Payout(request.PayoutId) != this.GetPrimaryKeyString())
        {
            throw new ArgumentException($"The payout {request.PayoutId} was sent to {this.GetPrimaryKeyString()}.");
        }

        var payout = Record?.Continue(request) ?? Payout.Start(request, clock.GetUtcNow());
        await SaveAsync(payout);
        if (payout.Answer is null && (await TopUpAsync(payout)).Answer is null)
        {
            // Before the caller gets "no answer yet" and stops tracking the payout, a reminder must be there that continues it.
            var pause = payout.Pause(clock.GetUtcNow());
            await this.RegisterOrUpdateReminder(ReminderName, pause, pause);
        }

        return Record!.Answer;
    }

    public async Task<PayoutView?> RetryAsync() =>
        (Record is { Answer: null } payout ? await TopUpAsync(payout) : Record)?.View(clock.GetUtcNow());

    public Task<PayoutView?> GetAsync() => Task.FromResult(Record?.View(clock.GetUtcNow()));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Record is not { } payout)
        {
            await this.RemoveReminderAsync(ReminderName);
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
            await this.RemoveReminderAsync(ReminderName);
            return;
        }

        var pause = payout.Pause(clock.GetUtcNow());
        if (status.Period != pause)
        {
            await this.RegisterOrUpdateReminder(ReminderName, pause, pause);
        }
    }

    /// <summary>One call to the billing system, and its result saved.</summary>
    private async Task<Payout> TopUpAsync(Payout payout)
    {
        var next = await CallBillingAsync(payout);
        await SaveAsync(next);
        if (next.IsStuck(clock.GetUtcNow()))
        {
            LogStuck(payout.Request.PayoutId, payout.StartedAt, next.Attempts, next.LastError);
        }

        return next;
    }

    private async Task<Payout> CallBillingAsync(Payout payout)
    {
        var request = payout.Request;
        try
        {
            var answer = await GatewayCall.WithTimeoutAsync(
                cancellation => billing.TopUpAsync(request.PayoutId, request.Phone, request.Amount, cancellation));
            return payout.Answered(answer with { Reason = answer.Reason is { } reason ? ErrorText.Of(reason) : null }, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            LogUnanswered(request.PayoutId, payout.Attempts + 1, ErrorText.Of(error));
            return payout.Unanswered(ErrorText.Of(error));
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "Payout {Id} has no answer from the billing system, attempt {Attempt} ({Error}). It is retried automatically with the same key.")]
    private partial void LogUnanswered(string id, int attempt, string error);

    [LoggerMessage(2, LogLevel.Error,
        "Payout {Id} is stuck: no answer from the billing system since {StartedAt:O}, after {Attempts} attempts ({Error}). It is retried "
        + "every hour; look the payout's id up in the billing system as its idempotency key and mend what keeps it from answering.")]
    private partial void LogStuck(string id, DateTimeOffset startedAt, int attempts, string? error);
}
