using Cashback.Certificates;

namespace Cashback.Subscribers;

internal sealed partial class SubscriberGrain
{
    /// <summary>Why nothing can be done in this subscriber's name; null: it can.</summary>
    private Rejection? Closed => Record is null ? NoSubscriber : Decided is { Left: not null } ? Subscriber.HasLeft : null;

    public async Task<Outcome<ExitView>> LeaveAsync(bool acceptLoss)
    {
        if (Record is null)
        {
            return NoSubscriber;
        }

        var next = Current.Leave(acceptLoss, codes.Make(), Now);
        await CommitAsync(next);
        return next.ToExit();
    }

    public Task<bool> HasLeftAsync() => Task.FromResult(Record is { Left: not null });
}
