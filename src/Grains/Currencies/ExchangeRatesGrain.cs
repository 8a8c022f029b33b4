using Cashback.Storage;

namespace Cashback.Currencies;

internal sealed class ExchangeRatesGrain(
    [PersistentState(StateNames.ExchangeRates, StorageNames.Records)] IPersistentState<Stored<ExchangeRates>> state,
    ProgrammeCalendar calendar,
    TimeProvider clock)
    : RecordGrain<ExchangeRates>(state), IExchangeRatesGrain
{
    private ExchangeRates Rates => Record ?? ExchangeRates.Empty;

    public Task<ExchangeRateTable> GetAsync() => Task.FromResult(Rates.Table);

    public async Task<Outcome<DayRates>> PutAsync(DateOnly day, IReadOnlyDictionary<string, decimal> rates)
    {
        var today = calendar.DayOf(clock.GetUtcNow());
        if (ExchangeRates.Check(day, rates, today) is { } rejection)
        {
            return rejection;
        }

        await SaveIfNewAsync(Rates.Put(day, rates, today));
        return new DayRates(day, rates);
    }

    public Task PutStandingAsync(IReadOnlyDictionary<string, decimal> rates) => SaveIfNewAsync(Rates.PutStanding(rates));

    private Task SaveIfNewAsync(ExchangeRates next) => ReferenceEquals(next, Rates) ? Task.CompletedTask : SaveAsync(next);
}
