using Cashback.Claims;
using Cashback.Clicks;
using Cashback.Networks;
using Cashback.Queries;
using Cashback.Runs;
using Microsoft.Extensions.Logging;

namespace Cashback.Reconciliations;

/// <param name="At">When the report came: a row without a time of its own counts by it.</param>
internal sealed record ReceivedReport(ReconciliationView Run, NetworkDescription Network, IReportSource Source, DateTimeOffset At);

/// <summary>
/// One report in the background. Its progress is in its record, so that any process can answer for it, and a run that dies
/// with its process is seen to be interrupted.
/// </summary>
internal sealed partial class ReconciliationJob(
    ReceivedReport report,
    IGrainFactory grains,
    IRecordQueries queries,
    IOpenClaims openClaims,
    ClickIds clicks,
    ProgrammeCalendar calendar,
    ISeenLines seen,
    ILogger<ReconciliationJob> logger) : BackgroundRun
{
    public const string GroupName = "reconciliation";

    private readonly ReconciliationView _run = report.Run;
    private ReconciliationProgress _progress = report.Run.Progress;
    private ReconciliationState _state = ReconciliationState.Failed;
    private LocalText? _error;

    public override string Group => GroupName;

    public override string Name => $"Reconciliation {_run.Id} with {_run.Start.Network}";

    public override async Task WorkAsync(CancellationToken stopping)
    {
        await using var closing = report.Source;
        var reader = new MessageReader(report.Network, _run.Start.Channel, clicks);
        var reconciler = new LineReconciler(
            grains, report.Network, _run.Start.Channel, reader, new ClaimMatcher(grains, openClaims, report.Network.Id), report.At);
        using var run = new ReconciliationRun(Scope(), report.Source, reconciler, seen, grains, queries);
        try
        {
            _state = await run.RunAsync(stopping) ? ReconciliationState.Finished : ReconciliationState.Cancelled;
        }
        catch (ReportUnreadableException unreadable)
        {
            _error = unreadable.Why;
            LogUnreadable(_run.Id, _error.En);
        }
        finally
        {
            _progress = run.Progress;
        }
    }

    public override async Task EndedAsync(RunEnd end)
    {
        var state = end.WasStopped ? ReconciliationState.Interrupted : _state;
        var error = end.Error is { } e
            ? new LocalText(
                $"The run broke off ({e.GetType().Name}); the log says why. Send the report again: what was applied is not applied twice.",
                $"Сверка прервалась ({e.GetType().Name}), причина — в журнале. Отправьте отчёт ещё раз: применённое не применится дважды.")
            : _error;
        var progress = state == ReconciliationState.Finished ? _progress with { Percent = 100 } : _progress;
        if (state == ReconciliationState.Finished && _run.Start is { Channel: NetworkChannels.Statistics, From: null })
        {
            await grains.GetGrain<IStatisticsPullGrain>(GrainKeys.StatisticsPull(_run.Start.Network)).PulledAsync(_run.StartedAt);
        }

        await grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(_run.Id)).FinishAsync(state, progress, error);
        LogEnd(_run.Id, _run.Start.Network, state, progress.Counts.Lines, progress.Conflicts);
    }

    private RunScope Scope() => new(
        _run.Id,
        _run.Start.Network,
        _run.StartedAt,
        _run.Start is { From: { } from, To: { } to } ? (calendar.StartOf(from), calendar.StartOf(to.AddDays(1))) : null);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reconciliation {Id} with {Network} is {State}: {Lines} lines, {Conflicts} listed.")]
    private partial void LogEnd(string id, string network, ReconciliationState state, long lines, long conflicts);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reconciliation {Id} ended early: {Why}")]
    private partial void LogUnreadable(string id, string why);
}
