namespace Cashback.Currencies;

/// <summary>The exchange rates of the last months, key <see cref="GrainKeys.ExchangeRates"/>.</summary>
[Alias("exchange-rates")]
public interface IExchangeRatesGrain : IGrainWithStringKey
{
    [Alias("get")]
    Task<ExchangeRateTable> GetAsync();

    /// <summary>Replaces the rates of one day. Repeated: changes nothing.</summary>
    /// <param name="rates">By currency (ISO 4217): rubles for one unit. Empty: the day has none.</param>
    [Alias("put")]
    Task<Outcome<DayRates>> PutAsync(DateOnly day, IReadOnlyDictionary<string, decimal> rates);

    /// <summary>Rates for days that have none of their own. Sample data only: a real rate is always a day's.</summary>
    [Alias("put-standing")]
    Task PutStandingAsync(IReadOnlyDictionary<string, decimal> rates);
}

/// <param name="Rates">By currency: rubles for one unit.</param>
[GenerateSerializer, Immutable, Alias("day-rates")]
public sealed record DayRates([property: Id(0)] DateOnly Day, [property: Id(1)] IReadOnlyDictionary<string, decimal> Rates);

/// <param name="Days">Newest first, each day once.</param>
/// <param name="Standing">For days that have none, whatever the day.</param>
[GenerateSerializer, Immutable, Alias("exchange-rate-table")]
public sealed record ExchangeRateTable(
    [property: Id(0)] IReadOnlyList<DayRates> Days, [property: Id(1)] IReadOnlyDictionary<string, decimal> Standing)
{
    /// <summary>How old the newest earlier rate may be when the day itself has none.</summary>
    public const int AgeMaxDays = 7;

    public static ExchangeRateTable Empty { get; } = new([], new Dictionary<string, decimal>());

    /// <summary>
    /// Rubles for one unit of the currency on that day, or on the newest earlier day at most a week before; null if unknown.
    /// </summary>
    public decimal? Find(string currency, DateOnly day)
    {
        if (currency == Money.Rub)
        {
            return 1m;
        }

        foreach (var known in Days)
        {
            if (known.Day <= day && day.DayNumber - known.Day.DayNumber <= AgeMaxDays
                && known.Rates.TryGetValue(currency, out var rate))
            {
                return rate;
            }
        }

        return Standing.TryGetValue(currency, out var standing) ? standing : null;
    }
}
