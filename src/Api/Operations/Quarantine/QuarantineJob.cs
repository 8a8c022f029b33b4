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
internal sealed partial class QuarantineJob(
    QuarantineRun run, IGrainFactory grains, IQuarantineQueries queries, QuarantineReplay quarantine,
    ILogger<QuarantineJob> logger) : BackgroundRun
{
    private const int PageSize = 200;
    private const int AtOnce = 16;

    /// <summary>A page of which nothing could be done: the store is away, and the rest need not be tried.</summary>
    private const int FailuresMax = 32;

    private readonly IQuarantineRunGrain _record = grains.GetGrain<IQuarantineRunGrain>(GrainKeys.QuarantineRun(run.Id));
    private QuarantineProgress _progress = run.Progress;
    private CancellationToken _stopping;

    public override string Group => GroupOf(run);

    public override string Name => $"Quarantine run {run.Id}";

    public static string GroupOf(QuarantineRun run) => $"quarantine:{run.Id}:{run.Attempt}";

    public override async Task WorkAsync(CancellationToken stopping)
    {
        _stopping = stopping;
        var state = QuarantineRunState.Running;
        while (state == QuarantineRunState.Running)
        {
            var after = _progress.LastId is { } id ? new QuarantinePlace(_progress.LastSeen!.Value, id) : null;
            var page = await AgainAsync(() => queries.ListAsync(run.Task.Filter, after, newestFirst: false, PageSize, stopping));
            var (next, failures) = await DoAsync(_progress, page);
            var hopeless = failures >= FailuresMax;
            state = hopeless || stopping.IsCancellationRequested ? QuarantineRunState.Stopped
                : page.Count < PageSize ? QuarantineRunState.Finished
                : QuarantineRunState.Running;

            // A page that failed does not count as done: the next attempt does it again.
            _progress = hopeless ? _progress : next;
            if (!await AgainAsync(() => _record.ReportAsync(run.Attempt, _progress, state)))
            {
                return;
            }
        }

        LogEnded(run.Id, state, _progress.Done, run.Total);
    }

    /// <summary>Each page has noted its own state; only a run that broke off has not.</summary>
    public override Task EndedAsync(RunEnd end) =>
        end.Error is null && !end.WasStopped ? Task.CompletedTask : _record.ReportAsync(run.Attempt, _progress, QuarantineRunState.Stopped);

    private async Task<(QuarantineProgress Progress, int Failures)> DoAsync(
        QuarantineProgress progress, IReadOnlyList<QuarantinePlace> page)
    {
        using var work = new OrderedWork(AtOnce);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        var results = new List<Task<string>>(page.Count);
        foreach (var place in page)
        {
            var entry = await FindAsync(place.Id, waiting);
            results.Add(entry is null ? Task.FromResult("failed") : await AddAsync(work, entry, waiting));
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

    // Two messages about one order line are applied in the order in which they came.
    private async Task<Task<string>> AddAsync(OrderedWork work, QuarantineEntry entry, CancellationTokenSource waiting)
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

    private Task<T> AgainAsync<T>(Func<Task<T>> call) => Retry.RunAsync(call, _stopping, Outage.Is);

    [LoggerMessage(Level = LogLevel.Information, Message = "Quarantine run {RunId} is {State}: {Done} of {Total} messages.")]
    private partial void LogEnded(string runId, QuarantineRunState state, long done, long total);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message {QuarantineId} could not be done; it stays open.")]
    private partial void LogFailed(Exception e, string quarantineId);
}
