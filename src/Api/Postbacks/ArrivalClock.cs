namespace Cashback.Api.Postbacks;

/// <summary>
/// When this process received messages of networks. A message without a time of its own counts by it, however long it is under
/// way inside; no two are the same, so that those that came one after the other stay so.
/// </summary>
public sealed class ArrivalClock(TimeProvider clock)
{
    private long _last;

    public DateTimeOffset Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var now = Math.Max(clock.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, now, last) == last)
            {
                return new DateTimeOffset(now, TimeSpan.Zero);
            }
        }
    }

    /// <summary>Notes when the request came, before anything is done with it.</summary>
    internal void Note(HttpContext context) => context.Features.Set(new Arrival(Next()));

    /// <summary>When the request came.</summary>
    internal DateTimeOffset Of(HttpContext context) => context.Features.Get<Arrival>()?.At ?? Next();

    private sealed record Arrival(DateTimeOffset At);
}
