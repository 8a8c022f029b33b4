using System.Threading.RateLimiting;
using Cashback.Api.Facade;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Postbacks;

/// <summary>
/// What one network may cost, counted once it is known who sends, on each process by itself. A network over a limit is
/// limited alone.
/// </summary>
public sealed class PartnerLimits(IOptions<FacadeSettings> settings) : IDisposable
{
    private const int BurstSeconds = 10;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _unattributable = PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetTokenBucketLimiter(network, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.Value.Limits.UnattributablePerSecond * BurstSeconds,
            TokensPerPeriod = settings.Value.Limits.UnattributablePerSecond,
            ReplenishmentPeriod = Second,
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _lines = PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = settings.Value.Limits.BatchLinesPerSecond,
            Window = Second,
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _batches = PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetConcurrencyLimiter(network, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = settings.Value.Limits.BatchesAtOnce,
            QueueLimit = 0,
        }));

    /// <returns>Null if one more message that can't be attributed may go to quarantine; else when to send it again.</returns>
    public TimeSpan? Unattributable(string network) => Take(_unattributable, network);

    /// <returns>Null if one more line may be read; else when.</returns>
    public TimeSpan? Line(string network) => Take(_lines, network);

    /// <summary>Room for one more batch; to be disposed of at its end. Not acquired: there are too many.</summary>
    public RateLimitLease Batch(string network) => _batches.AttemptAcquire(network);

    public void Dispose()
    {
        _unattributable.Dispose();
        _lines.Dispose();
        _batches.Dispose();
    }

    private static TimeSpan? Take(PartitionedRateLimiter<string> limiter, string network)
    {
        using var lease = limiter.AttemptAcquire(network);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after > TimeSpan.Zero ? after
            : Second;
    }
}
