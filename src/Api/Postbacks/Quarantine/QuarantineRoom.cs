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
internal sealed partial class QuarantineRoom(
    IQuarantineQueries queries, IOptions<FacadeSettings> settings, ILogger<QuarantineRoom> logger) : IDisposable
{
    /// <summary>When a message that was refused should come again: operators have to do something first.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private const int AlmostPercent = 80;

    /// <summary>However long the counting takes, it takes at most a twentieth of the time.</summary>
    private const int Share = 20;

    private static readonly TimeSpan KeptMin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan KeptWhenFullMin = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly long _max = settings.Value.Limits.QuarantinedMax;

    private enum Level
    {
        Free,
        Almost,
        Full,
    }

    /// <returns>False: as many messages are open as may be.</returns>
    public async ValueTask<bool> TakeAsync(string network)
    {
        var room = _rooms.GetOrAdd(network, _ => new Room());
        await room.Gate.WaitAsync();
        try
        {
            var kept = room.Open < _max || room.Kept > KeptMin ? room.Kept : KeptWhenFullMin;
            if (kept == TimeSpan.Zero || TimeProvider.System.GetElapsedTime(room.CountedAt) > kept)
            {
                await CountAsync(network, room);
            }

            var free = room.Open < _max;
            room.Open += free ? 1 : 0;
            Tell(network, room);
            return free;
        }
        finally
        {
            room.Gate.Release();
        }
    }

    /// <summary>The message that room was taken for needed none: it was there already.</summary>
    public void Return(string network)
    {
        if (_rooms.TryGetValue(network, out var room))
        {
            Interlocked.Decrement(ref room.Open);
        }
    }

    public void Dispose()
    {
        foreach (var room in _rooms.Values)
        {
            room.Gate.Dispose();
        }
    }

    private async Task CountAsync(string network, Room room)
    {
        var start = TimeProvider.System.GetTimestamp();
        room.Open = await queries.CountAsync(new QuarantineFilter(QuarantineState.Open, network), CancellationToken.None);
        room.CountedAt = TimeProvider.System.GetTimestamp();
        var took = TimeProvider.System.GetElapsedTime(start, room.CountedAt) * Share;
        var least = room.Open < _max ? KeptMin : KeptWhenFullMin;
        room.Kept = took > least ? took : least;
    }

    // Once when it comes to it, and again only after it was emptied to below four fifths.
    private void Tell(string network, Room room)
    {
        var level = room.Open >= _max ? Level.Full
            : room.Open * 100 >= _max * AlmostPercent ? Level.Almost
            : Level.Free;
        if (level > room.Told)
        {
            if (level == Level.Full)
            {
                LogFull(network, _max);
            }
            else
            {
                LogAlmost(network, room.Open, _max);
            }
        }

        room.Told = level < room.Told && level != Level.Free ? room.Told : level;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quarantine of {Network} holds {Open} open messages; from {Max} on it takes no more.")]
    private partial void LogAlmost(string network, long open, long max);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The quarantine of {Network} is full with {Max} open messages: what can't be attributed is answered 429 and not kept until some are replayed or dropped.")]
    private partial void LogFull(string network, long max);

    /// <summary>What is known of one network's quarantine. Networks are as many as operators have described.</summary>
    private sealed class Room
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public long Open;

        public long CountedAt;

        public TimeSpan Kept;

        public Level Told;
    }
}
