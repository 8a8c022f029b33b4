using Cashback.Api.Postbacks;
using Cashback.Api.Problems;
using Cashback.Networks;
using Cashback.Quarantine;
using Cashback.Queries;
using Cashback.Runs;

namespace Cashback.Api.Operations;

/// <summary>
/// Goes through the open messages that a run means, oldest first, in the background of this process. Each message can be
/// taken in any number of times, so that two runs at once, or one that died half-way, do no harm.
/// </summary>
internal sealed partial class QuarantineRuns(
    IGrainFactory grains, IQuarantineQueries queries, QuarantineReplay quarantine, IHostApplicationLifetime lifetime, BackgroundRuns background, ILogger<QuarantineRuns> logger)
{
    private const int PageSize = 200;
    private const int AtOnce = 16;

    /// <summary>A page of which nothing could be done: the store is away, and the rest need not be tried.</summary>
    private const int FailuresMax = 32;

    public void Start(QuarantineRun run) => background.Start(() => RunAsync(run));

    private async Task RunAsync(QuarantineRun run)
    {
        var progress = run.Progress;
        var grain = grains.GetGrain<IQuarantineRunGrain>(GrainKeys.QuarantineRun(run.Id));
        try
        {
            var state = QuarantineRunState.Running;
            while (state == QuarantineRunState.Running)
            {
                var after = progress.LastId is { } id ? new QuarantinePlace(progress.LastSeen!.Value, id) : null;
                var page = await AgainAsync(() => queries.ListAsync(run.Task.Filter, after, newestFirst: false, PageSize, lifetime.ApplicationStopping));
                var (next, failures) = await DoAsync(run, progress, page);
                var hopeless = failures >= FailuresMax;
                state = hopeless || lifetime.ApplicationStopping.IsCancellationRequested ? QuarantineRunState.Stopped
                    : page.Count < PageSize ? QuarantineRunState.Finished
                    : QuarantineRunState.Running;

                // A page that failed is not behind us: whoever goes on does it again.
                progress = hopeless ? progress : next;
                if (!await AgainAsync(() => grain.ReportAsync(run.Turn, progress, state)))
                {
                    return;
                }
            }

            LogEnded(run.Id, state, progress.Done, run.Total);
        }
#pragma warning disable CA1031 // A run has nobody to throw to; it can be asked for again, and then goes on.
        catch (Exception e)
        {
            LogBroken(e, run.Id);
            await StopAsync(grain, run.Turn, progress);
        }
#pragma warning restore CA1031
    }

    private async Task<(QuarantineProgress Progress, int Failures)> DoAsync(
        QuarantineRun run, QuarantineProgress progress, IReadOnlyList<QuarantinePlace> page)
    {
        using var work = new OrderedWork(AtOnce);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        var results = new List<Task<string>>(page.Count);
        foreach (var place in page)
        {
            var entry = await FindAsync(place.Id, waiting);
            results.Add(entry is null ? Task.FromResult("failed") : await AddAsync(work, run, entry, waiting));
        }

        var counts = (await Task.WhenAll(results)).CountBy(result => result).ToDictionary(StringComparer.Ordinal);
        var failures = Of("failed");
        return (progress with
        {
            Done = progress.Done + page.Count,
            Applied = progress.Applied + Of("applied"),
            Unchanged = progress.Unchanged + Of("unchanged"),
            Quarantined = progress.Quarantined + Of("quarantined") + Of("malformed"),
            Dropped = progress.Dropped + Of("dropped"),
            Failed = progress.Failed + failures,
            LastSeen = page.Count > 0 ? page[^1].FirstSeen : progress.LastSeen,
            LastId = page.Count > 0 ? page[^1].Id : progress.LastId,
        }, failures);

        int Of(string result) => counts.GetValueOrDefault(result);
    }

    private async Task<QuarantineEntry?> FindAsync(string id, CancellationTokenSource waiting)
    {
        try
        {
            return await Retry.RunAsync(() => quarantine.Entry(id).GetAsync(), waiting.Token, Outage.Is);
        }
        catch (Exception e) when (Outage.Is(e) || waiting.IsCancellationRequested)
        {
            await waiting.CancelAsync();
            LogFailed(e, id);
            return null;
        }
    }

    // Two words about one order line are taken in the order in which they came.
    private async Task<Task<string>> AddAsync(OrderedWork work, QuarantineRun run, QuarantineEntry entry, CancellationTokenSource waiting)
    {
        if (run.Task.Action == QuarantineAction.Drop)
        {
            return await work.AddAsync(null, () => TryAsync(entry, waiting, async () =>
                (await quarantine.Entry(entry.Id).DropAsync(run.StartedBy, run.Task.Reason)).Value is null ? "unchanged" : "dropped"), default);
        }

        var read = await AgainAsync(() => quarantine.ReadAsync(entry).AsTask());
        var key = read?.Reading is Reading.Order order ? $"{order.Report.Network}:{order.StoreId}:{order.Report.LineId}" : null;
        return await work.AddAsync(key, () => TryAsync(entry, waiting, async () =>
            (await quarantine.ReplayAsync(entry, read, run.StartedBy)).Value?.LastReplay?.Result ?? "quarantined"), default);
    }

    /// <param name="waiting">Of the page: when one message has waited in vain, the others need not.</param>
    private async Task<string> TryAsync(QuarantineEntry entry, CancellationTokenSource waiting, Func<Task<string>> act)
    {
        try
        {
            return await Retry.RunAsync(act, waiting.Token, Outage.Is);
        }
#pragma warning disable CA1031 // One message that can't be done must not keep the others waiting.
        catch (Exception e)
        {
            if (Outage.Is(e))
            {
                await waiting.CancelAsync();
            }

            LogFailed(e, entry.Id);
            return "failed";
        }
#pragma warning restore CA1031
    }

    private Task<T> AgainAsync<T>(Func<Task<T>> call) => Retry.RunAsync(call, lifetime.ApplicationStopping, Outage.Is);

    private async Task StopAsync(IQuarantineRunGrain grain, int turn, QuarantineProgress progress)
    {
        try
        {
            await grain.ReportAsync(turn, progress, QuarantineRunState.Stopped);
        }
#pragma warning disable CA1031 // Then its silence tells.
        catch (Exception e)
        {
            LogUntold(e, grain.GetPrimaryKeyString());
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Quarantine run {RunId} is {State}: {Done} of {Total} messages.")]
    private partial void LogEnded(string runId, QuarantineRunState state, long done, long total);

    [LoggerMessage(Level = LogLevel.Error, Message = "Quarantine run {RunId} broke off; asked for again, it goes on.")]
    private partial void LogBroken(Exception e, string runId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Quarantine run {RunId} could not be marked as stopped.")]
    private partial void LogUntold(Exception e, string runId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message {QuarantineId} could not be done; it stays open.")]
    private partial void LogFailed(Exception e, string quarantineId);
}
