namespace Cashback.Api.Postbacks;

/// <summary>
/// Works side by side on at most so many pieces; those of one key one after the other, in the order in which they were
/// added. What waits takes a place too, so that memory is bounded whatever the keys are.
/// </summary>
internal sealed class OrderedWork(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim _places = new(atOnce);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Waits for a place, then starts the work (or lines it up behind its key's).</summary>
    /// <param name="key">Null: in nobody's way.</param>
    /// <param name="work">Must not throw before its first await.</param>
    /// <returns>The work's own task, still under way.</returns>
    public async Task<Task<T>> AddAsync<T>(string? key, Func<Task<T>> work, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        Task<T> mine;
        lock (_gate)
        {
            var before = key is null ? null : _last.GetValueOrDefault(key);
            mine = RunAsync(before, work);
            if (key is not null && !mine.IsCompleted)
            {
                _last[key] = mine;
            }
        }

        _ = ReleaseAsync(key, mine);
        return mine;
    }

    /// <summary>Ends when all that was added has ended, however it ended.</summary>
    public async Task DrainAsync()
    {
        for (var i = 0; i < atOnce; i++)
        {
            await _places.WaitAsync();
        }

        _places.Release(atOnce);
    }

    public void Dispose() => _places.Dispose();

    private static async Task<T> RunAsync<T>(Task? before, Func<Task<T>> work)
    {
        // Away from the caller, who holds the gate.
        await Task.Yield();
        if (before is not null)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await work();
    }

    private async Task ReleaseAsync(string? key, Task mine)
    {
        await mine.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            if (key is not null && _last.GetValueOrDefault(key) == mine)
            {
                _last.Remove(key);
            }
        }

        _places.Release();
    }
}
