namespace Cashback.Api.Postbacks;

/// <summary>
/// Logs the messages that went to quarantine: at most two lines a minute for a network and reason, however many
/// messages there are. The first one at once, with its id; the others of the minute as a number.
/// </summary>
internal sealed partial class QuarantineLog(ILogger<QuarantineLog> logger, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Network, string Reason), Minute> _minutes = [];

    public void Add(string network, string reason, string quarantineId)
    {
        lock (_gate)
        {
            if (_minutes.TryGetValue((network, reason), out var minute))
            {
                minute.More++;
                return;
            }

            minute = new Minute();
            _minutes.Add((network, reason), minute);
            minute.End = clock.CreateTimer(_ => End(network, reason), null, Window, Timeout.InfiniteTimeSpan);
        }

        LogFirst(network, reason, quarantineId);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var ((network, reason), minute) in _minutes)
            {
                minute.End?.Dispose();
                LogRest(network, reason, minute.More);
            }

            _minutes.Clear();
        }
    }

    private void End(string network, string reason)
    {
        Minute? minute;
        lock (_gate)
        {
            if (!_minutes.Remove((network, reason), out minute))
            {
                return;
            }

            minute.End?.Dispose();
        }

        LogRest(network, reason, minute.More);
    }

    private void LogRest(string network, string reason, long more)
    {
        if (more > 0)
        {
            LogMore(more, network, reason);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message of {Network} is in quarantine ({Reason}): {QuarantineId}.")]
    private partial void LogFirst(string network, string reason, string quarantineId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{More} more messages of {Network} went to quarantine ({Reason}) in the last minute.")]
    private partial void LogMore(long more, string network, string reason);

    private sealed class Minute
    {
        public long More { get; set; }

        public ITimer? End { get; set; }
    }
}
