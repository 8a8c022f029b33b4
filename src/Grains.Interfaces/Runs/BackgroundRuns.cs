using System.Collections.Concurrent;

namespace Cashback.Runs;

/// <summary>What this process was asked for and does beside the answer: reconciliations, replays, settlements.</summary>
public sealed class BackgroundRuns
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    public void Start(Func<Task> run)
    {
        var task = Task.Run(run);
        _running[task] = true;
        _ = task.ContinueWith(ended => _running.TryRemove(ended, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Ends when all that was started before has ended, however it ended.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellation)
    {
        while (_running.Keys.ToArray() is { Length: > 0 } all)
        {
            await Task.WhenAll(all).WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            foreach (var ended in all)
            {
                _running.TryRemove(ended, out _);
            }
        }
    }
}
