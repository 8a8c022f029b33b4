using System.Diagnostics.Metrics;
using Cashback.Queries;

namespace Cashback.Api.Postbacks;

/// <summary>
/// How much is open in quarantine, and for how long, by network and reason. Read from the store when metrics are
/// collected, and not again for a while: every process of the facade shows the same figures.
/// </summary>
internal sealed partial class QuarantineGauges(
    IQuarantineQueries queries, IMeterFactory meters, TimeProvider clock, ILogger<QuarantineGauges> logger) : IHostedService
{
    private static readonly TimeSpan KeptMin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Whatever the quarantine's size, reading it takes at most a twentieth of the time.</summary>
    private const int Share = 20;

    private readonly Lock _gate = new();
    private IReadOnlyList<OpenQuarantine> _last = [];
    private long _readAt;
    private TimeSpan _kept = TimeSpan.Zero;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(PartnerMetrics.MeterName);
        meter.CreateObservableGauge(
            "cashback.quarantine.open", () => Read().Select(group => Of(group.Count, group)), "{message}", "Open messages in quarantine.");
        meter.CreateObservableGauge(
            "cashback.quarantine.oldest.age",
            () => Read().Select(group => Of((long)(clock.GetUtcNow() - group.Oldest).TotalSeconds, group)),
            "s",
            "How long the oldest open message has been in quarantine.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static Measurement<long> Of(long value, OpenQuarantine group) =>
        new(value, new KeyValuePair<string, object?>("network", group.Network), new KeyValuePair<string, object?>("reason", group.Reason));

    private IReadOnlyList<OpenQuarantine> Read()
    {
        lock (_gate)
        {
            if (_kept > TimeSpan.Zero && TimeProvider.System.GetElapsedTime(_readAt) < _kept)
            {
                return _last;
            }

            var start = TimeProvider.System.GetTimestamp();
            try
            {
                // Collectors do not wait for tasks; the thread is theirs.
                using var timeout = new CancellationTokenSource(QueryTimeout);
                _last = Task.Run(() => queries.OpenAsync(timeout.Token)).GetAwaiter().GetResult();
            }
#pragma warning disable CA1031 // What can't be read now is not told, rather than told wrong.
            catch (Exception e)
            {
                LogUnread(e);
                _last = [];
            }
#pragma warning restore CA1031

            _readAt = TimeProvider.System.GetTimestamp();
            var took = TimeProvider.System.GetElapsedTime(start, _readAt) * Share;
            _kept = took > KeptMin ? took : KeptMin;
            return _last;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quarantine's size could not be read for the metrics.")]
    private partial void LogUnread(Exception e);
}
