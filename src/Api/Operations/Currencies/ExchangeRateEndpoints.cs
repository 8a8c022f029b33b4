using System.Globalization;
using System.Text.Json;
using Cashback.Api.Json;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Api.Values;
using Cashback.Currencies;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Rates">By currency: rubles for one unit, as decimal strings.</param>
public sealed record DayRatesBody(DateOnly Day, IReadOnlyDictionary<string, string> Rates)
{
    public static DayRatesBody Of(DayRates day) =>
        new(day.Day, day.Rates.ToDictionary(rate => rate.Key, rate => DecimalText.Of(rate.Value)));
}

/// <summary>Exchange rates, by the day of the order.</summary>
public static class ExchangeRateEndpoints
{
    private const string DayForm = "yyyy-MM-dd";

    public static RouteGroupBuilder MapExchangeRates(this RouteGroupBuilder ops)
    {
        var rates = ops.MapGroup("/exchange-rates").WithTags("Operations: exchange rates");
        rates.MapGet("/", ListAsync).WithName("OpsListExchangeRates").WithSummary("The rates of the last days, the newest first.");
        rates.MapGet("/{day}", GetAsync).WithName("OpsGetExchangeRates").WithSummary("The rates of one day.");
        rates.MapPut("/{day}", PutAsync)
            .WithName("OpsPutExchangeRates")
            .WithSummary("Replaces the rates of one day: {\"USD\":\"96.53\"}; safe to repeat.")
            .WithDescription("A purchase keeps the rate that was found for it first.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<DayRatesBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, IGrainFactory grains)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        var before = DateOnly.MaxValue;
        if (page.Cursor is not null && !TryReadDay(page.Cursor, out before))
        {
            return PageRequest.BadCursor;
        }

        var days = (await Rates(grains).GetAsync()).Days.Where(day => day.Day < before).Take(limit + 1).ToList();
        var shown = days.Take(limit).Select(DayRatesBody.Of).ToList();
        return TypedResults.Ok(new PageBody<DayRatesBody>(
            shown, days.Count > limit ? shown[^1].Day.ToString(DayForm, CultureInfo.InvariantCulture) : null));
    }

    private static async Task<Results<Ok<DayRatesBody>, ProblemHttpResult>> GetAsync(string day, IGrainFactory grains)
    {
        if (!TryReadDay(day, out var wanted))
        {
            return NotADay();
        }

        return (await Rates(grains).GetAsync()).Days.FirstOrDefault(known => known.Day == wanted) is { } found
            ? TypedResults.Ok(DayRatesBody.Of(found))
            : Problem.NotFound(new("The day has no rates.", "На эту дату курсов нет."));
    }

    private static async Task<Results<Ok<DayRatesBody>, ProblemHttpResult>> PutAsync(
        string day, Dictionary<string, JsonElement> request, IGrainFactory grains)
    {
        if (!TryReadDay(day, out var wanted))
        {
            return NotADay();
        }

        var rates = new Dictionary<string, decimal>();
        foreach (var (currency, value) in request)
        {
            if (!TryReadRate(value, out var rate))
            {
                return Problem.Invalid(currency, new(
                    "Rubles for one unit are expected, as a decimal string: \"96.53\".",
                    "Нужна цена одной единицы в рублях десятичным числом в виде текста: \"96.53\"."));
            }

            rates.Add(currency, rate);
        }

        var put = await Rates(grains).PutAsync(wanted, rates);
        return put.Value is { } stored ? TypedResults.Ok(DayRatesBody.Of(stored)) : Problem.From(put.Rejection!);
    }

    private static bool TryReadRate(JsonElement value, out decimal rate)
    {
        rate = 0;
        return value.ValueKind switch
        {
            JsonValueKind.String =>
                decimal.TryParse(CleanText.Of(value), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out rate),
            JsonValueKind.Number => value.TryGetDecimal(out rate),
            _ => false,
        };
    }

    private static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static ProblemHttpResult NotADay() => Problem.Invalid("day", new("A day is expected, for example 2026-11-05.", "Нужна дата, например 2026-11-05."));

    private static IExchangeRatesGrain Rates(IGrainFactory grains) => grains.GetGrain<IExchangeRatesGrain>(GrainKeys.ExchangeRates);
}
