using System.Collections.Concurrent;

namespace Cashback.Api.Postbacks;

/// <summary>
/// Whether the batches of a network get on: what is under way without any success for long, or fails, waits for the store.
/// </summary>
internal sealed class BatchProgress
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<string, Network> _networks = new(StringComparer.Ordinal);

    public void Started(string network)
    {
        var state = _networks.GetOrAdd(network, _ => new Network());
        if (Interlocked.Increment(ref state.UnderWay) == 1)
        {
            Volatile.Write(ref state.MovedAt, TimeProvider.System.GetTimestamp());
        }
    }

    public void Ended(string network, bool succeeded)
    {
        var state = _networks.GetOrAdd(network, _ => new Network());
        Interlocked.Decrement(ref state.UnderWay);
        Volatile.Write(ref state.Failing, succeeded ? 0 : 1);
        if (succeeded)
        {
            Volatile.Write(ref state.MovedAt, TimeProvider.System.GetTimestamp());
        }
    }

    public bool IsStuck(string network) => _networks.TryGetValue(network, out var state) && (Volatile.Read(ref state.Failing) == 1
        || (Volatile.Read(ref state.UnderWay) > 0 && TimeProvider.System.GetElapsedTime(Volatile.Read(ref state.MovedAt)) > StuckAfter));

    private sealed class Network
    {
        public int UnderWay;

        public int Failing;

        public long MovedAt;
    }
}
