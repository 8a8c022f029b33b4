using System.Collections.Concurrent;
using Cashback.Api.Facade;
using Cashback.Quarantine;
using Cashback.Queries;
using Microsoft.Extensions.Options;

namespace Cashback.Api.Postbacks;

/// <summary>
/// Whether one more message of a network may go to quarantine. What is open is counted in the store every so often, and what
/// this process adds in between: with several processes a network can go over its number by what the others add meanwhile.
/// </summary>
internal sealed partial class QuarantineCapacity(
    IQuarantineQueries queries, IOptions<FacadeSettings> settings, ILogger<QuarantineCapacity> logger) : IDisposable
{
    /// <summary>When a message that was refused should come again: operators have to do something first.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private const int AlmostPercent = 80;

    /// <summary>However long the counting takes, it takes at most a twentieth of the time.</summary>
    private const int Share = 20;

    private static readonly TimeSpan KeptMin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeptWhenFullMin = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Usage> _networks = new(StringComparer.Ordinal);
    private readonly long _max = settings.Value.Limits.QuarantinedMax;

    private enum Level
    {
        Free,
        Almost,
        Full,
    }

    /// <returns>False: as many messages are open as may be.</returns>
    public async ValueTask<bool> ReserveAsync(string network)
    {
        var usage = _networks.GetOrAdd(network, _ => new Usage());
        await usage.Gate.WaitAsync();
        try
        {
            var kept = usage.Open < _max || usage.Kept > KeptMin ? usage.Kept : KeptWhenFullMin;
            if (kept == TimeSpan.Zero || TimeProvider.System.GetElapsedTime(usage.CountedAt) > kept)
            {
                await CountAsync(network, usage);
            }

            var free = usage.Open < _max;
            usage.Open += free ? 1 : 0;
            Warn(network, usage);
            return free;
        }
        finally
        {
            usage.Gate.Release();
        }
    }

    /// <summary>The message for which a place was reserved was there already.</summary>
    public void Release(string network)
    {
        if (_networks.TryGetValue(network, out var usage))
        {
            Interlocked.Decrement(ref usage.Open);
        }
    }

    public void Dispose()
    {
        foreach (var usage in _networks.Values)
        {
            usage.Gate.Dispose();
        }
    }

    private async Task CountAsync(string network, Usage usage)
    {
        var start = TimeProvider.System.GetTimestamp();
        usage.Open = await queries.CountAsync(new QuarantineFilter(QuarantineState.Open, network), CancellationToken.None);
        usage.CountedAt = TimeProvider.System.GetTimestamp();
        var took = TimeProvider.System.GetElapsedTime(start, usage.CountedAt) * Share;
        var least = usage.Open < _max ? KeptMin : KeptWhenFullMin;
        usage.Kept = took > least ? took : least;
    }

    // Once when it comes to it, and again only after it was emptied to below four fifths.
    private void Warn(string network, Usage usage)
    {
        var level = usage.Open >= _max ? Level.Full
            : usage.Open * 100 >= _max * AlmostPercent ? Level.Almost
            : Level.Free;
        if (level > usage.Warned)
        {
            if (level == Level.Full)
            {
                LogFull(network, _max);
            }
            else
            {
                LogAlmost(network, usage.Open, _max);
            }
        }

        usage.Warned = level < usage.Warned && level != Level.Free ? usage.Warned : level;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quarantine of {Network} holds {Open} open messages; from {Max} on it takes no more.")]
    private partial void LogAlmost(string network, long open, long max);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The quarantine of {Network} is full with {Max} open messages: what can't be attributed is answered 429 and not kept until some are replayed or dropped.")]
    private partial void LogFull(string network, long max);

    /// <summary>What is known of one network's quarantine. Networks are as many as operators have described.</summary>
    private sealed class Usage
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public long Open;

        public long CountedAt;

        public TimeSpan Kept;

        public Level Warned;
    }
}
