using Cashback.Networks;
using Cashback.Storage;
using Microsoft.Extensions.Logging;

namespace Cashback.Reconciliations;

internal sealed partial class StatisticsPullGrain(
    [PersistentState(StateNames.StatisticsPull, StorageNames.Records)] IPersistentState<Stored<StatisticsPull>> state,
    IStatisticsRuns runs,
    TimeProvider clock,
    ILogger<StatisticsPullGrain> log)
    : RecordGrain<StatisticsPull>(state), IStatisticsPullGrain, IRemindable
{
    public const string Pull = "pull";

    public static readonly TimeSpan Period = TimeSpan.FromHours(2);

    private static readonly TimeSpan FirstTick = TimeSpan.FromMinutes(1);

    private string Network => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public async Task ScheduleAsync()
    {
        if (runs.Find(Network) is null)
        {
            await this.RemoveReminderAsync(Pull);
        }
        else if (await this.GetReminder(Pull) is null)
        {
            await this.RegisterOrUpdateReminder(Pull, FirstTick, Period);
        }
    }

    public async Task<Outcome<string>> PullAsync(DateOnly? from, DateOnly? to, string? by)
    {
        if (runs.Find(Network) is not { } statistics)
        {
            return new Rejection("statistics-not-configured", new(
                $"There are no credentials for the statistics of {Network}: see Cashback:Networks in the settings.",
                $"Нет доступа к статистике сети {Network}: см. Cashback:Networks в настройках."));
        }

        if (await IsUnderWayAsync())
        {
            return new Rejection("reconciliation-running", new(
                $"A run over the statistics of {Network} is under way.",
                $"Сверка по статистике сети {Network} уже идёт."));
        }

        var source = from is { } first && to is { } last
            ? statistics.OfDays(first, last)
            : statistics.ChangedSince(StatisticsPull.WindowStart(Record, clock.GetUtcNow()));
        var started = await runs.StartAsync(new ReconciliationStart(Network, NetworkChannels.Statistics, from, to, by), source);
        if (started.Value is { } id)
        {
            await SaveAsync((Record ?? new StatisticsPull()) with { RunId = id });
        }

        return started;
    }

    public async Task PulledAsync(DateTimeOffset startedAt) => await SaveAsync((Record ?? new StatisticsPull()).Pulled(startedAt));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await ScheduleAsync();
        if (runs.Find(Network) is not null && (await PullAsync(null, null, null)).Rejection is { } rejection)
        {
            LogNotStarted(Network, rejection.Detail.En);
        }
    }

    private async Task<bool> IsUnderWayAsync() =>
        Record?.RunId is { } id
        && await GrainFactory.GetGrain<IReconciliationGrain>(
            GrainKeys.Reconciliation(id)).GetAsync() is { State: ReconciliationState.Running };

    [LoggerMessage(LogLevel.Warning, "The statistics of {Network} are not fetched now: {Why}")]
    private partial void LogNotStarted(string network, string why);
}
