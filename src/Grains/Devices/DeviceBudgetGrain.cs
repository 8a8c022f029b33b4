using Cashback.Storage;

namespace Cashback.Devices;

[CollectionAgeLimit(Minutes = 5)]
internal sealed class DeviceBudgetGrain(
    [PersistentState(StateNames.DeviceBudget, StorageNames.Records)] IPersistentState<Stored<DeviceBudget>> state)
    : RecordGrain<DeviceBudget>(state), IDeviceBudgetGrain
{
    private DeviceBudget Budget => Record ?? new DeviceBudget();

    public async Task<bool> ReserveAsync(string id, decimal amount, decimal budget)
    {
        if (Budget.Reserve(id, amount, budget) is not { } next)
        {
            return false;
        }

        await SaveIfNewAsync(next);
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
}
