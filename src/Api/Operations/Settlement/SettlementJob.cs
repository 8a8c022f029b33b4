using Cashback.Api.Account;
using Cashback.Programme;
using Cashback.Queries;
using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>
/// Goes through the subscribers that a month has left unsettled, in the background of this process. Each settles in
/// its own grain, once, so that two runs at a time, or one that died half-way, do no harm.
/// </summary>
internal sealed partial class SettlementJob(
    YearMonth month, IRecordQueries queries, IGrainFactory grains, ProgrammeLimits limits, ILogger<SettlementJob> logger)
    : BackgroundRun
{
    private const int PageSize = 500;

    public override string Group => GroupOf(month);

    public override string Name => $"Settlement of {month}";

    public static string GroupOf(YearMonth month) => $"settlement:{month}";

    public override async Task WorkAsync(CancellationToken stopping)
    {
        var failed = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = limits.SettlementsAtOnce, CancellationToken = stopping };
        string? after = null;
        while (await queries.ListUnsettledAsync(month, after, PageSize, stopping) is { Count: > 0 } keys)
        {
            await Parallel.ForEachAsync(keys, options, async (key, _) =>
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Settlement of {Month} is through; {Failed} failed.")]
    private partial void LogFinished(YearMonth month, int failed);

    [LoggerMessage(Level = LogLevel.Error, Message = "Subscriber {SubscriberId} could not be settled.")]
    private partial void LogFailed(Exception e, string subscriberId);
}
