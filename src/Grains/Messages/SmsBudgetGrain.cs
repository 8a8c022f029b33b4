using Cashback.Storage;

namespace Cashback.Messages;

internal sealed record SmsDay(long Drawn);

internal sealed class SmsBudgetGrain([PersistentState(StateNames.SmsDay, StorageNames.Records)] IPersistentState<Stored<SmsDay>> state)
    : RecordGrain<SmsDay>(state), ISmsBudgetGrain
{
    public async Task<long> DrawAsync(long wanted, long limit)
    {
        var drawn = Record?.Drawn ?? 0;
        var given = Math.Clamp(limit - drawn, 0, wanted);
        if (given > 0)
        {
            await SaveAsync(new SmsDay(drawn + given));
        }

        return given;
    }

    public Task<long> GetDrawnAsync() => Task.FromResult(Record?.Drawn ?? 0);
}
