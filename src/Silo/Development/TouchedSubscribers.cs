using System.Collections.Concurrent;
using Cashback.Receipts;
using Cashback.Subscribers;

namespace Cashback.Silo.Development;

/// <summary>
/// Notes which subscribers were called, so that the clock's driver drains their outboxes and nobody else's; and which receipts
/// were sent, whose first check goes on beside the answer.
/// </summary>
internal sealed class TouchedSubscribers : IIncomingGrainCallFilter
{
    private ConcurrentDictionary<string, bool> _keys = new();
    private ConcurrentDictionary<string, bool> _receipts = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // Calls of the driver itself are not counted.
        if (context.InterfaceName is { } && IsSubscriber(context.TargetId) &&
            context.MethodName is not (nameof(ISubscriberOperationsGrain.DrainOutboxAsync) or nameof(
                ISubscriberOutboxGrain.DeliveredAsync)))
        {
            _keys[context.TargetId.Key.ToString()!] = true;
        }

        if (context.MethodName == nameof(IReceiptGrain.SendAsync)
            && context.TargetId.Key.ToString() is { } key
            && key.StartsWith("receipt:", StringComparison.Ordinal))
        {
            _receipts[key] = true;
        }

        return context.Invoke();
    }

    public IReadOnlyCollection<string> TakeAll() => [.. Interlocked.Exchange(ref _keys, new()).Keys];

    public IReadOnlyCollection<string> TakeReceipts() => [.. Interlocked.Exchange(ref _receipts, new()).Keys];

    public static bool IsSubscriber(GrainId grain) => grain.Key.ToString()!.StartsWith("sub:", StringComparison.Ordinal);
}
