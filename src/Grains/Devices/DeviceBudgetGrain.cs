using Cashback.Storage;
using Microsoft.Extensions.Logging;

namespace Cashback.Devices;

[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class DeviceBudgetGrain(
    [PersistentState(StateNames.DeviceBudget, StorageNames.Records)] IPersistentState<Stored<DeviceBudget>> state,
    DeviceMetrics metrics,
    TimeProvider clock,
    ILogger<DeviceBudgetGrain> logger)
    : RecordGrain<DeviceBudget>(state), IDeviceBudgetGrain
{
    private DeviceBudget Budget => Record ?? new DeviceBudget();

    public async Task<bool> ReserveAsync(string id, decimal amount, decimal budget, decimal? alarmPerHour)
    {
        var before = Budget;
        if (before.Reserve(id, amount, budget) is not { } next)
        {
            return false;
        }

        if (before.Reserved.ContainsKey(id))
        {
            return true;
        }

        var counted = next.Counted(amount, clock.GetUtcNow());
        await SaveAsync(counted);
        RecordReservation(counted, amount, alarmPerHour);
        return true;
    }

    public Task SpendAsync(string id) => SaveIfNewAsync(Budget.Spend(id));

    public Task ReleaseAsync(string id) => SaveIfNewAsync(Budget.Release(id));

    public Task<DeviceBudgetView> GetAsync()
    {
        var budget = Budget;
        return Task.FromResult(new DeviceBudgetView(budget.Spent, budget.Reserved.Values.Sum(), budget.Sales));
    }

    private Task SaveIfNewAsync(DeviceBudget next) =>
        ReferenceEquals(next, Record) || (Record is null && next == new DeviceBudget()) ? Task.CompletedTask : SaveAsync(next);

    /// <summary>The alarm comes once in each hour, with the reservation that goes over.</summary>
    private void RecordReservation(DeviceBudget counted, decimal amount, decimal? alarmPerHour)
    {
        var promotion = GrainKeys.IdOf(this.GetPrimaryKeyString());
        metrics.Reserved(promotion, amount);
        if (alarmPerHour is { } most && counted.HourReserved > most && counted.HourReserved - amount <= most)
        {
            metrics.Alarm(promotion);
            LogAlarm(promotion, counted.HourReserved, counted.HourFrom!.Value, most);
        }
    }

    [LoggerMessage(1, LogLevel.Warning,
        "Device promotion {Promotion} has reserved {Reserved} RUB since {Since:O}, more than the {Most} of an hour that raise an alarm. Look at the sales of its shops; PUT the promotion with an earlier end to stop it.")]
    private partial void LogAlarm(string promotion, decimal reserved, DateTimeOffset since, decimal most);
}
