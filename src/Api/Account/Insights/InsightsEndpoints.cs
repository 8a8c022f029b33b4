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
        if ((to is null ? today : CalendarDays.Last(to)) is not { } end)
        {
            return Problem.Invalid("to", CalendarDays.Expected);
        }

        if ((from is null ? FirstOf(end).AddMonths(-Math.Min(2, limits.InsightsMonthsMax - 1)) : CalendarDays.First(from)) is not { } start)
        {
            return Problem.Invalid("from", CalendarDays.Expected);
        }

        if (start > end)
        {
            return Problem.Invalid("from", CalendarDays.Order);
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

    /// <summary>By dates, not by calendar months. From the 30th of November three months end with the last day of February.</summary>
    internal static bool IsLonger(DateOnly first, DateOnly last, int months)
    {
        var over = first.AddMonths(months);
        return over.Day == first.Day ? last >= over : last > over;
    }

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}
