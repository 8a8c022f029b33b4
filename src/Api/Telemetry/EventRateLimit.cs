namespace Cashback.Api.Telemetry;

/// <summary>
/// Allows a limited number of events of a name in a minute, counts the others, and logs their number when the minute ends.
/// </summary>
/// <param name="logMore">The name, and how many of its events were not logged one by one.</param>
internal sealed class EventRateLimit(TimeProvider clock, Action<string, long> logMore) : IDisposable
{
    public const int PerMinute = 60;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Minute> _minutes = [];

    public bool TryCount(string name)
    {
        var now = clock.GetUtcNow();
        if (IsOver(name, now))
        {
            End(name);
        }

        lock (_gate)
        {
            if (!_minutes.TryGetValue(name, out var minute))
            {
                minute = new Minute(now + Window);
                _minutes.Add(name, minute);
                minute.End = clock.CreateTimer(_ => End(name), null, Window, Timeout.InfiniteTimeSpan);
            }

            return ++minute.Events <= PerMinute;
        }
    }

    public void Dispose()
    {
        string[] names;
        lock (_gate)
        {
            names = [.. _minutes.Keys];
        }

        foreach (var name in names)
        {
            End(name);
        }
    }

    private bool IsOver(string name, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _minutes.TryGetValue(name, out var minute) && now >= minute.EndsAt;
        }
    }

    private void End(string name)
    {
        Minute? minute;
        lock (_gate)
        {
            if (!_minutes.Remove(name, out minute))
            {
                return;
            }

            minute.End?.Dispose();
        }

        if (minute.Events > PerMinute)
        {
            logMore(name, minute.Events - PerMinute);
        }
    }

    private sealed class Minute(DateTimeOffset endsAt)
    {
        public DateTimeOffset EndsAt { get; } = endsAt;

        public long Events { get; set; }

        public ITimer? End { get; set; }
    }
}
