using System.Collections.Concurrent;
using Cashback.Api.Account;
using Cashback.Queries;
using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>
/// Goes through the subscribers that a month has left unsettled, in the background of this process. Each settles in
/// its own grain, once, so that two runs at a time, or one that died half-way, do no harm.
/// </summary>
public sealed partial class SettlementRuns(
    IRecordQueries queries, IGrainFactory grains, IHostApplicationLifetime lifetime, BackgroundRuns background, ILogger<SettlementRuns> logger)
{
    private const int PageSize = 500;
    private const int Parallel = 16;
    private readonly ConcurrentDictionary<YearMonth, bool> running = new();

    public bool IsRunning(YearMonth month) => running.ContainsKey(month);

    /// <summary>Starts a run, unless one of this month is on its way already.</summary>
    public void Start(YearMonth month)
    {
        if (running.TryAdd(month, true))
        {
            background.Start(() => RunAsync(month));
        }
    }

    private async Task RunAsync(YearMonth month)
    {
        var failed = 0;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = lifetime.ApplicationStopping };
            string? after = null;
            while (await queries.ListUnsettledAsync(month, after, PageSize, options.CancellationToken) is { Count: > 0 } keys)
            {
                await System.Threading.Tasks.Parallel.ForEachAsync(keys, options, async (key, _) =>
                {
                    if (!await SettleAsync(GrainKeys.IdOf(key)))
                    {
                        Interlocked.Increment(ref failed);
                    }
                });
                after = keys[^1];
            }

            LogFinished(month, failed);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogStopped(month);
        }
#pragma warning disable CA1031 // A run has nobody to throw to; whoever is left is seen in the progress, and the run can be started again.
        catch (Exception e)
        {
            LogBroken(e, month);
        }
#pragma warning restore CA1031
        finally
        {
            running.TryRemove(month, out _);
        }
    }

    private async Task<bool> SettleAsync(string subscriberId)
    {
        try
        {
            await grains.SubscriberOperations(subscriberId).SettleAsync();
            return true;
        }
#pragma warning disable CA1031 // One subscriber who can't be settled must not keep the others waiting.
        catch (Exception e)
        {
            LogFailed(e, subscriberId);
            return false;
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Settlement run of {Month} is through; {Failed} failed.")]
    private partial void LogFinished(YearMonth month, int failed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Settlement run of {Month} stopped with the process; run it again.")]
    private partial void LogStopped(YearMonth month);

    [LoggerMessage(Level = LogLevel.Error, Message = "Settlement run of {Month} broke off.")]
    private partial void LogBroken(Exception e, YearMonth month);

    [LoggerMessage(Level = LogLevel.Error, Message = "Subscriber {SubscriberId} could not be settled.")]
    private partial void LogFailed(Exception e, string subscriberId);
}
