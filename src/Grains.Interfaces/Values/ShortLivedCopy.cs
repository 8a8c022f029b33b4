namespace Cashback;

/// <summary>
/// A copy of what somebody else owns, for so long as it may be shown: its owner is asked once in that time, however many readers
/// there are. Who asks while it is read waits for that reading. A reading that failed is not kept.
/// </summary>
/// <param name="lifetime">From the beginning of the reading.</param>
/// <param name="read">Gets the copy before it, for owners that are asked what has changed; the default value at first.</param>
public sealed class ShortLivedCopy<T>(TimeSpan lifetime, TimeProvider clock, Func<T?, Task<T>> read)
{
    private readonly Lock _gate = new();
    private Task<T>? _reading;
    private DateTimeOffset _startedAt;
    private T? _last;

    public ShortLivedCopy(TimeSpan lifetime, TimeProvider clock, Func<Task<T>> read)
        : this(lifetime, clock, _ => read())
    {
    }

    public Task<T> GetAsync()
    {
        lock (_gate)
        {
            return _reading is { } reading && (!reading.IsCompleted || (reading.IsCompletedSuccessfully && IsFresh())) ? reading : Start();
        }
    }

    /// <summary>Reads it whatever its age: for who has just changed it.</summary>
    public Task<T> RefreshAsync()
    {
        lock (_gate)
        {
            return Start();
        }
    }

    // A clock that was set back makes no copy live longer.
    private bool IsFresh() => clock.GetUtcNow() - _startedAt is var age && age >= TimeSpan.Zero && age < lifetime;

    private Task<T> Start()
    {
        _startedAt = clock.GetUtcNow();
        return _reading = ReadAsync();
    }

    private async Task<T> ReadAsync() => _last = await read(_last);
}
