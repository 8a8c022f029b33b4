using Cashback.Transfers;

namespace Cashback.Payouts;

/// <summary>
/// Joins top-ups that wait into one request. Whoever gets a place sends what waits, its own among it, so that a request has what came
/// while others were under way, and none waits for more to come.
/// </summary>
internal sealed class BillingBatches(IBillingBatch billing, int size) : IDisposable
{
    /// <summary>Requests at a time. More would only be smaller.</summary>
    public const int AtOnce = 4;

    private readonly Lock _taking = new();
    private readonly Queue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <exception cref="Exception">It is unknown what came of it.</exception>
    public async Task<PayoutAnswer> TopUpAsync(TopUp topUp)
    {
        var own = new Waiting(topUp);
        lock (_taking)
        {
            _waiting.Enqueue(own);
        }

        await _places.WaitAsync();
        try
        {
            // Until its own is taken: those before it may be more than one request holds, and may have had their places already.
            while (!own.IsTaken && Take() is { Count: > 0 } batch)
            {
                await SendAsync(batch);
            }
        }
        finally
        {
            _places.Release();
        }

        return await own.Answer.Task;
    }

    public void Dispose() => _places.Dispose();

    private List<Waiting> Take()
    {
        // One at a time, so that a request is as full as it can be.
        lock (_taking)
        {
            var batch = new List<Waiting>();
            while (batch.Count < size && _waiting.TryDequeue(out var next))
            {
                next.IsTaken = true;
                batch.Add(next);
            }

            return batch;
        }
    }

    private async Task SendAsync(List<Waiting> batch)
    {
        try
        {
            var topUps = batch.ConvertAll(waiting => waiting.TopUp);
            var answers = await GatewayCall.WithTimeoutAsync(cancellation => billing.TopUpAsync(topUps, cancellation));
            foreach (var waiting in batch)
            {
                if (answers.TryGetValue(waiting.TopUp.IdempotencyKey, out var answer))
                {
                    waiting.Answer.SetResult(answer);
                }
                else
                {
                    waiting.Answer.SetException(new OrleansException("The billing system has not decided yet."));
                }
            }
        }
        catch (Exception error)
        {
            foreach (var waiting in batch)
            {
                waiting.Answer.TrySetException(error);
            }
        }
    }

    private sealed class Waiting(TopUp topUp)
    {
        public TopUp TopUp => topUp;

        public bool IsTaken { get; set; }

        public TaskCompletionSource<PayoutAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
