using Cashback.Claims;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Queries;
using Cashback.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cashback.Reconciliations;

/// <summary>
/// Runs over reports in the background of this process. How far one is stands in its record, so that any process can
/// tell, and a run that dies with its process is seen to be interrupted.
/// </summary>
public sealed partial class ReconciliationRuns(
    IGrainFactory grains,
    IRecordQueries queries,
    IOpenClaims openClaims,
    ClickIds clicks,
    ProgrammeCalendar calendar,
    IdSource ids,
    IHostApplicationLifetime lifetime,
    BackgroundRuns background,
    IEnumerable<INetworkStatistics> statistics,
    IServiceProvider services,
    ILogger<ReconciliationRuns> logger) : IStatisticsRuns, IReconciliationRuns
{
    /// <summary>Runs of this process at a time: postbacks go first.</summary>
    public const int AtATime = 2;

    private int _running;

    public INetworkStatistics? Find(string network) => statistics.FirstOrDefault(one => one.Network == network && one.IsConfigured);

    public async Task<Outcome<string>> StartAsync(ReconciliationStart start, IReportSource source) =>
        await BeginAsync(start, source) is var begun && begun.Value is { } view ? view.Id : begun.Rejection!;

    public async Task<Outcome<ReconciliationView>> BeginAsync(ReconciliationStart start, IReportSource source, DateTimeOffset? receivedAt = null)
    {
        if (Interlocked.Increment(ref _running) > AtATime)
        {
            Interlocked.Decrement(ref _running);
            await source.DisposeAsync();
            return new Rejection("too-many-reconciliations", new(
                $"{AtATime} runs are under way in this process; wait for one to end.",
                $"В этом процессе уже идут сверки: {AtATime}; дождитесь окончания одной из них."));
        }

        try
        {
            if (await grains.GetGrain<INetworkGrain>(GrainKeys.Network(start.Network)).GetAsync() is not { } network)
            {
                await source.DisposeAsync();
                Interlocked.Decrement(ref _running);
                return new Rejection("not-found", new("There is no such network.", "Такой сети нет."), RejectionKind.NotFound);
            }

            var run = await grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(ids.Next())).StartAsync(start);
            background.Start(() => RunAsync(run, network.Description, source, receivedAt ?? run.StartedAt));
            return run;
        }
        catch
        {
            Interlocked.Decrement(ref _running);
            await source.DisposeAsync();
            throw;
        }
    }

    private async Task RunAsync(ReconciliationView view, NetworkDescription network, IReportSource source, DateTimeOffset receivedAt)
    {
        var progress = view.Progress;
        var state = ReconciliationState.Failed;
        LocalText? error = null;
        try
        {
            await using var closing = source;
            var reader = new MessageReader(network, view.Start.Channel, clicks);
            var reconciler = new LineReconciler(grains, network, view.Start.Channel, reader, new ClaimMatcher(grains, openClaims, network.Id), receivedAt);
            using var run = new ReconciliationRun(ScopeOf(view), source, reconciler, services.GetRequiredService<ISeenLines>(), grains, queries);
            try
            {
                state = await run.GoAsync(lifetime.ApplicationStopping) ? ReconciliationState.Finished : ReconciliationState.Cancelled;
            }
            finally
            {
                progress = run.Progress;
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            state = ReconciliationState.Interrupted;
        }
        catch (ReportUnreadableException unreadable)
        {
            error = unreadable.Why;
            LogUnreadable(view.Id, error.En);
        }
#pragma warning disable CA1031 // A run has nobody to throw to; its record says that it failed, and it can be run again.
        catch (Exception e)
        {
            error = new(
                $"The run broke off ({e.GetType().Name}); the log says why. Send the report again: what was applied is not applied twice.",
                $"Сверка прервалась ({e.GetType().Name}), причина — в журнале. Отправьте отчёт ещё раз: применённое не применится дважды.");
            LogBroken(e, view.Id);
        }
#pragma warning restore CA1031
        finally
        {
            Interlocked.Decrement(ref _running);
        }

        await TellEndAsync(view, state, progress, error);
    }

    private async Task TellEndAsync(ReconciliationView view, ReconciliationState state, ReconciliationProgress progress, LocalText? error)
    {
        try
        {
            progress = state == ReconciliationState.Finished ? progress with { Percent = 100 } : progress;
            if (state == ReconciliationState.Finished && view.Start is { Channel: NetworkChannels.Statistics, From: null })
            {
                await AgainAsync(() => grains.GetGrain<IStatisticsPullGrain>(GrainKeys.StatisticsPull(view.Start.Network)).PulledAsync(view.StartedAt));
            }

            await AgainAsync(() => grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(view.Id)).FinishAsync(state, progress, error));
            LogEnd(view.Id, view.Start.Network, state, progress.Counts.Lines, progress.Conflicts);
        }
#pragma warning disable CA1031 // The run that can't tell its end is seen as interrupted.
        catch (Exception e)
        {
            LogBroken(e, view.Id);
        }
#pragma warning restore CA1031
    }

    private Task<bool> AgainAsync(Func<Task> call) => Retry.RunAsync(
        async () =>
        {
            await call();
            return true;
        },
        lifetime.ApplicationStopping);

    private RunScope ScopeOf(ReconciliationView view) => new(
        view.Id,
        view.Start.Network,
        view.StartedAt,
        view.Start is { From: { } from, To: { } to } ? (calendar.StartOf(from), calendar.StartOf(to.AddDays(1))) : null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reconciliation {Id} with {Network} is {State}: {Lines} lines, {Conflicts} listed.")]
    private partial void LogEnd(string id, string network, ReconciliationState state, long lines, long conflicts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation {Id} ended early: {Why}")]
    private partial void LogUnreadable(string id, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reconciliation {Id} broke off.")]
    private partial void LogBroken(Exception e, string id);
}
