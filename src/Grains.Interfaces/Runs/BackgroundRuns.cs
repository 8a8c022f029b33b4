using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cashback.Runs;

/// <summary>
/// Work that a request starts and that goes on in this process after the answer: reconciliations, replays, settlements.
/// A run has nobody to throw to: a failure is logged here, and each run notes its end, with its figures, itself.
/// </summary>
/// <param name="stopping">The process stops: runs end early, and can be started again.</param>
public sealed partial class BackgroundRuns(ILogger<BackgroundRuns> logger, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<string, int> _places = new();
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Runs of a group that have a place in this process.</summary>
    public int CountOf(string group) => _places.GetValueOrDefault(group);

    /// <summary>Takes a place for one more run of a group; whoever gets one gives it back or starts a run with it.</summary>
    /// <returns>False: as many of the group are under way in this process as may be.</returns>
    public bool TryTakePlace(string group, int atOnce)
    {
        if (_places.AddOrUpdate(group, 1, (_, taken) => taken + 1) <= atOnce)
        {
            return true;
        }

        GivePlaceBack(group);
        return false;
    }

    public void GivePlaceBack(string group)
    {
        if (_places.AddOrUpdate(group, 0, (_, taken) => taken - 1) == 0)
        {
            // Only if nobody has taken one meanwhile: groups are named after runs, of which there is no end.
            _places.TryRemove(KeyValuePair.Create(group, 0));
        }
    }

    /// <summary>Starts a run; its place in the group is given back when its work has ended.</summary>
    public void Start(BackgroundRun run)
    {
        var task = Task.Run(() => RunAsync(run));
        _running[task] = true;
        _ = task.ContinueWith(
            ended => _running.TryRemove(ended, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
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

    private async Task RunAsync(BackgroundRun run)
    {
        var end = await WorkAsync(run);
        try
        {
            await Retry.RunAsync(() => run.EndedAsync(end), stopping);
        }
#pragma warning disable CA1031 // Its record then says for a while that it is under way, and that it has been silent for long.
        catch (Exception e)
        {
            LogEndNotNoted(e, run.Name, end);
        }
#pragma warning restore CA1031
    }

    private async Task<RunEnd> WorkAsync(BackgroundRun run)
    {
        try
        {
            await run.WorkAsync(stopping);
            return RunEnd.Finished;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            LogStopped(run.Name);
            return RunEnd.Stopped;
        }
#pragma warning disable CA1031 // Whatever it was: what is left can be seen, and the run can be started again.
        catch (Exception e)
        {
            LogFailed(e, run.Name);
            return new RunEnd(e);
        }
#pragma warning restore CA1031
        finally
        {
            GivePlaceBack(run.Group);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Run} stopped with the process; start it again.")]
    private partial void LogStopped(string run);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Run} failed; started again, it continues with what is left.")]
    private partial void LogFailed(Exception e, string run);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Run} could not note its end ({End}).")]
    private partial void LogEndNotNoted(Exception e, string run, RunEnd end);
}
