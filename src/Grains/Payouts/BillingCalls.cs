using Cashback.Messages;
using Cashback.Transfers;
using Microsoft.Extensions.Logging;

namespace Cashback.Payouts;

/// <summary>Calls to the billing system, all of a silo.</summary>
internal sealed partial class BillingCalls(IBillingGateway billing, TimeProvider clock, ILogger<BillingCalls> logger) : IDisposable
{
    /// <summary>First calls at a time: a settlement starts as many payouts as there are subscribers.</summary>
    public const int AtOnce = 64;

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>
    /// The first call for a payout, which is durable in its subscriber's outbox. Waits for its turn as long as it takes, so it is
    /// not to be called by a grain call, which would run into its timeout.
    /// </summary>
    public async Task<Payout> StartAsync(PayoutRequest request)
    {
        var payout = Payout.Start(request, clock.GetUtcNow());
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
    public async Task<Payout> AskAsync(Payout payout)
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

    public void Dispose() => _places.Dispose();

    [LoggerMessage(LogLevel.Warning,
        "Payout {Id} has no answer from the billing system, attempt {Attempt} ({Error}). It is retried automatically with the same key.")]
    private partial void LogUnanswered(string id, int attempt, string error);
}
