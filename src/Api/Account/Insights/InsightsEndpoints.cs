using System.Globalization;
using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Catalogue;
using Cashback.Api.Problems;
using Cashback.Programme;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Account;

/// <summary>Where bonuses come from and what they go into.</summary>
internal static class InsightsEndpoints
{
    private const string DayForm = "yyyy-MM-dd";

    public static void MapInsights(this RouteGroupBuilder me) =>
        me.MapGet("/insights", GetAsync)
            .WithSummary("Accruals and spending by category and by month.")
            .WithDescription(
                "from and to are days of the programme's calendar, both included, or months (2026-11); left out: the running month "
                + "and the two before it. A period has up to three months by its dates (15 January to 14 April is one) unless the operator allows more. All is the sum of "
                + "the history's lines between them: a purchase counts when it is confirmed, and is taken off when it is reversed or held. "
                + "accrued is bonuses credited less those taken back; spent is what confirmed purchases cost, in rubles; used is bonuses "
                + "that went into top-ups, certificates and the like. A store counts in the first of its categories, as it is now.");

    private static async Task<Results<Ok<InsightsBody>, ProblemHttpResult>> GetAsync(
        string? from,
        string? to,
        ClaimsPrincipal user,
        HttpRequest request,
        IGrainFactory grains,
        CatalogueCache catalogue,
        ProgrammeCalendar calendar,
        ProgrammeLimits limits,
        TimeProvider clock)
    {
        var today = calendar.DayOf(clock.GetUtcNow());
        if (!TryRead(to, last: true, today, out var end))
        {
            return Problem.Invalid("to", new(
                "A day or a month is expected, for example 2026-11-30 or 2026-11.",
                "Нужна дата или месяц, например 2026-11-30 или 2026-11."));
        }

        if (!TryRead(from, last: false, FirstOf(end).AddMonths(-Math.Min(2, limits.InsightsMonthsMax - 1)), out var start))
        {
            return Problem.Invalid("from", new(
                "A day or a month is expected, for example 2026-09-01 or 2026-09.",
                "Нужна дата или месяц, например 2026-09-01 или 2026-09."));
        }

        if (start > end)
        {
            return Problem.Invalid("from", new("The first day is expected before the last one.", "Первый день должен быть раньше последнего."));
        }

        if (IsLonger(start, end, limits.InsightsMonthsMax))
        {
            return Problem.Invalid("from", new(
                $"A period of at most {limits.InsightsMonthsMax} months is expected.",
                $"Нужен период не длиннее {limits.InsightsMonthsMax} мес."));
        }

        var cells = await grains.Subscriber(user.SubscriberId()).GetInsightsAsync(
            calendar.StartOf(start), calendar.StartOf(end.AddDays(1)));
        return cells is null
            ? Problem.NotFound(new("There is no account behind this sign-in.", "Для этого сеанса нет учётной записи."))
            : TypedResults.Ok(InsightsBody.Of(start, end, cells, await catalogue.GetAsync(), request.PrefersEnglish()));
    }

    /// <summary>A day, or a month for its first or last day. The calendar's ends are left out: a day more must be one.</summary>
    private static bool TryRead(string? text, bool last, DateOnly otherwise, out DateOnly day)
    {
        day = otherwise;
        if (text is null)
        {
            return true;
        }

        if (YearMonth.TryParse(text, out var month))
        {
            day = new DateOnly(month.Year, month.Month, last ? DateTime.DaysInMonth(month.Year, month.Month) : 1);
        }
        else if (!DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return false;
        }

        return day.Year is >= 2000 and <= 9000;
    }

    /// <summary>By dates, not by calendar months. From the 30th of November three months end with the last day of February.</summary>
    internal static bool IsLonger(DateOnly first, DateOnly last, int months)
    {
        var over = first.AddMonths(months);
        return over.Day == first.Day ? last >= over : last > over;
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
