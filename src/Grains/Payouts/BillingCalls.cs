using Cashback.Messages;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Payouts;

/// <summary>Calls to the billing system, all of a silo.</summary>
internal sealed partial class BillingCalls(
    IBillingGateway billing, BillingLimits limits, TimeProvider clock, ILogger<BillingCalls> logger, IBillingBatch? batch = null)
    : IDisposable
{
    private readonly SemaphoreSlim _places = new(limits.CallsAtOnce);
    private readonly BillingBatches? _batches = batch is null ? null : new(batch, limits.BatchSize);

    /// <summary>
    /// The first call for a payout, which is durable in its subscriber's outbox. Waits for its turn as long as it takes, so it is
    /// not to be called by a grain call, which would run into its timeout.
    /// </summary>
    public async Task<Payout> StartAsync(PayoutRequest request)
    {
        var payout = Payout.Start(request, clock.GetUtcNow());
        if (_batches is not null)
        {
            return await NoteAsync(payout, () => _batches.TopUpAsync(new TopUp(request.PayoutId, request.Phone, request.Amount)));
        }

        await _places.WaitAsync();
        try
        {
            return await AskAsync(payout);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>One call.</summary>
    /// <returns>The payout with the answer, or with the reason why there is none yet.</returns>
    public Task<Payout> AskAsync(Payout payout)
    {
        var request = payout.Request;
        return NoteAsync(payout, () => GatewayCall.WithTimeoutAsync(
            cancellation => billing.TopUpAsync(request.PayoutId, request.Phone, request.Amount, cancellation)));
    }

    public void Dispose()
    {
        _places.Dispose();
        _batches?.Dispose();
    }

    private async Task<Payout> NoteAsync(Payout payout, Func<Task<PayoutAnswer>> call)
    {
        try
        {
            var answer = await call();
            return payout.Answered(answer with { Reason = answer.Reason is { } reason ? ErrorText.Of(reason) : null }, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            LogUnanswered(payout.Request.PayoutId, payout.Attempts + 1, ErrorText.Of(error));
            return payout.Unanswered(ErrorText.Of(error));
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "Payout {Id} has no answer from the billing system, attempt {Attempt} ({Error}). It is retried automatically with the same key.")]
    private partial void LogUnanswered(string id, int attempt, string error);
}
