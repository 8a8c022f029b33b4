using System.Collections.Concurrent;
using Cashback.Subscribers;

namespace Cashback.Silo.Clock;

/// <summary>Notes which subscribers were called, so that the clock's driver drains their outboxes and nobody else's.</summary>
internal sealed class TouchedSubscribers : IIncomingGrainCallFilter
{
    private ConcurrentDictionary<string, bool> _keys = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        // Draining is no reason to drain again.
        if (context.InterfaceName is { } && IsSubscriber(context.TargetId) &&
            context.MethodName is not (nameof(ISubscriberGrain.DrainOutboxAsync) or nameof(ISubscriberGrain.DeliveredAsync)))
        {
            _keys[context.TargetId.Key.ToString()!] = true;
        }

        return context.Invoke();
    }

    public IReadOnlyCollection<string> TakeAll() => [.. Interlocked.Exchange(ref _keys, new()).Keys];

    public static bool IsSubscriber(GrainId grain) => grain.Key.ToString()!.StartsWith("sub:", StringComparison.Ordinal);
}
