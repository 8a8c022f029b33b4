using System.Diagnostics;

namespace Cashback.Benchmarks.Load;

/// <summary>When requests are sent, over all connections together.</summary>
/// <param name="perSecond">Null: as fast as the answers come.</param>
internal sealed class Pace(double? perSecond)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _sent = -1;

    /// <summary>Waits until the next request is due.</summary>
    /// <returns>
    /// From when on its time counts: now, or when it was due if no connection was free then, so that what waits for others is not left out.
    /// </returns>
    public async ValueTask<long> NextAsync()
    {
        if (perSecond is not { } rate)
        {
            return Stopwatch.GetTimestamp();
        }

        var due = _start + (long)(Interlocked.Increment(ref _sent) * Stopwatch.Frequency / rate);
        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (wait <= TimeSpan.Zero)
        {
            return due;
        }

        await Task.Delay(wait);
        return Stopwatch.GetTimestamp();
    }
}

/// <summary>Of requests that were answered, in milliseconds.</summary>
internal sealed class Latencies(IEnumerable<long> ticks)
{
    private readonly long[] _sorted = [.. ticks.Order()];

    public int Count => _sorted.Length;

    public double P50 => At(0.50);

    public double P99 => At(0.99);

    public double Max => At(1);

    private double At(double share) => _sorted.Length == 0
        ? 0
        : Stopwatch.GetElapsedTime(0, _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * share))]).TotalMilliseconds;
}
