using Cashback.Storage;

namespace Cashback.Certificates;

internal sealed class GuessGuardGrain(
    [PersistentState(StateNames.Guesses, StorageNames.Records)] IPersistentState<Stored<Guesses>> state,
    TimeProvider clock) : RecordGrain<Guesses>(state), IGuessGuardGrain
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>A try whose outcome is never reported ended with its process.</summary>
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(30);

    private readonly Queue<DateTimeOffset> _underWay = [];

    public Task<TimeSpan?> EnterAsync()
    {
        var now = clock.GetUtcNow();
        while (_underWay.TryPeek(out var oldest) && oldest + GoneAfter <= now)
        {
            _underWay.Dequeue();
        }

        var wait = Record?.Wait(now) ?? TimeSpan.Zero;
        if (wait == TimeSpan.Zero && _underWay.Count >= (Record?.AtOnce(now) ?? Guesses.BlockedFrom))
        {
            wait = Moment;
        }

        if (wait > TimeSpan.Zero)
        {
            return Task.FromResult<TimeSpan?>(wait);
        }

        _underWay.Enqueue(now);
        return Task.FromResult<TimeSpan?>(null);
    }

    public async Task LeaveAsync(bool wrongCode)
    {
        // Counted before the next one is let in.
        if (wrongCode)
        {
            await SaveAsync(Guesses.WrongAgain(Record, clock.GetUtcNow()));
        }

        _underWay.TryDequeue(out _);
    }
}
