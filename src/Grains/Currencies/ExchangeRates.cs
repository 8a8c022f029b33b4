namespace Cashback.Currencies;

/// <summary>The exchange rates as they are kept, with the decisions on them.</summary>
internal sealed record ExchangeRates(ExchangeRateTable Table)
{
    public const int DaysKept = 120;

    private const decimal RateMax = 10_000_000m;
    private const int CurrenciesMax = 200;
    private const decimal RateStep = 0.00000001m;

    public static ExchangeRates Empty { get; } = new(ExchangeRateTable.Empty);

    /// <summary>What is wrong with the rates of a day; null if nothing is.</summary>
    public static Rejection? Check(DateOnly day, IReadOnlyDictionary<string, decimal> rates, DateOnly today)
    {
        // A central bank publishes tomorrow's rate today.
        if (day > today.AddDays(1) || day < today.AddDays(-DaysKept))
        {
            return Wrong("day", new(
                $"A day from {DaysKept} days ago to tomorrow is expected.",
                $"Нужна дата не раньше чем {DaysKept} дней назад и не позже завтрашнего дня."));
        }

        if (rates.Count > CurrenciesMax)
        {
            return Wrong("rates", new($"At most {CurrenciesMax} currencies are expected.", $"Допустимо не больше {CurrenciesMax} валют."));
        }

        foreach (var (currency, rate) in rates)
        {
            if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper) || currency == Money.Rub)
            {
                return Wrong(currency, new(
                    "A currency other than RUB, as three capital letters (ISO 4217), is expected.",
                    "Нужна валюта, кроме RUB: три заглавные буквы по ISO 4217."));
            }

            if (rate is <= 0 or > RateMax || rate % RateStep != 0)
            {
                return Wrong(currency, new(
                    $"Rubles for one unit are expected: above 0, at most {RateMax:0}, at most eight decimal places.",
                    $"Нужна цена одной единицы в рублях: больше 0, не больше {RateMax:0}, не больше восьми знаков после запятой."));
            }
        }

        return null;
    }

    /// <summary>The same instance if the day has these very rates.</summary>
    public ExchangeRates Put(DateOnly day, IReadOnlyDictionary<string, decimal> rates, DateOnly today)
    {
        var known = Table.Days.FirstOrDefault(other => other.Day == day);
        if (Same(known?.Rates, rates))
        {
            return this;
        }

        var days = Table.Days.Where(other => other.Day != day && other.Day >= today.AddDays(-DaysKept));
        var added = rates.Count == 0 ? days : days.Append(new DayRates(day, new Dictionary<string, decimal>(rates)));
        return new(Table with { Days = added.OrderByDescending(other => other.Day).ToList() });
    }

    public ExchangeRates PutStanding(IReadOnlyDictionary<string, decimal> rates) =>
        Same(Table.Standing, rates) ? this : new(Table with { Standing = new Dictionary<string, decimal>(rates) });

    private static bool Same(IReadOnlyDictionary<string, decimal>? known, IReadOnlyDictionary<string, decimal> rates) =>
        (known?.Count ?? 0) == rates.Count
        && rates.All(rate => known!.TryGetValue(rate.Key, out var value) && value == rate.Value);

    private static Rejection Wrong(string field, LocalText why) => new("invalid-exchange-rates", why, RejectionKind.Unacceptable, field);
}
