using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>How far the settlement of a month has come, over all subscribers.</summary>
/// <param name="Total">Subscribers with something to settle in the month.</param>
/// <param name="Done">Those whose statement is written.</param>
/// <param name="Failed">Those still not settled an hour after the last of them was due.</param>
/// <param name="Sum">Whole bonuses that the month accrued, over those done.</param>
/// <param name="Running">Whether this process is going through the month again at the moment.</param>
public sealed record SettlementBody(string Month, long Total, long Done, long Failed, long Sum, bool Running);

/// <summary>Progress of the settlement of a month, and running it again.</summary>
public static class SettlementEndpoints
{
    // Settlements are spread over two hours from the 1st at 00:00; one hour more covers reminders that came late.
    private static readonly TimeSpan Window = TimeSpan.FromHours(3);

    public static RouteGroupBuilder MapSettlements(this RouteGroupBuilder ops)
    {
        var settlements = ops.MapGroup("/settlements/{month}").WithTags("Operations: settlements");
        settlements.MapGet("/", GetAsync).WithSummary("Progress of a month that has ended.");
        settlements.MapPost("/run", RunAsync).WithIdempotency().WithSummary("Settles whoever is left of a month; safe to repeat.");
        return ops;
    }

    private static async Task<Results<Ok<SettlementBody>, ProblemHttpResult>> GetAsync(
        string month, SettlementRuns runs, IRecordQueries queries, ProgrammeCalendar calendar, TimeProvider clock,
        CancellationToken cancellation) =>
        Refusal(month, calendar, clock, out var ended) is { } refusal
            ? refusal
            : TypedResults.Ok(await ProgressAsync(ended, runs, queries, calendar, clock, cancellation));

    private static async Task<Results<Accepted<SettlementBody>, ProblemHttpResult>> RunAsync(
        string month, SettlementRuns runs, IRecordQueries queries, ProgrammeCalendar calendar, TimeProvider clock,
        CancellationToken cancellation)
    {
        if (Refusal(month, calendar, clock, out var ended) is { } refusal)
        {
            return refusal;
        }

        runs.Start(ended);
        return TypedResults.Accepted(
            $"/ops/v1/settlements/{ended}", await ProgressAsync(ended, runs, queries, calendar, clock, cancellation));
    }

    private static ProblemHttpResult? Refusal(string text, ProgrammeCalendar calendar, TimeProvider clock, out YearMonth month)
    {
        if (!YearMonth.TryParse(text, out month))
        {
            return Problem.Invalid("month", new("A month is expected, for example 2026-11.", "Нужен месяц, например 2026-11."));
        }

        return month >= calendar.MonthOf(clock.GetUtcNow())
            ? Problem.Of(409, "month-not-over", new(
                $"{month} is not over; it is settled from the 1st of the next month on.",
                $"Месяц {month} ещё не закончился; расчёт за него возможен с 1-го числа следующего месяца."))
            : null;
    }

    private static async Task<SettlementBody> ProgressAsync(
        YearMonth month, SettlementRuns runs, IRecordQueries queries, ProgrammeCalendar calendar, TimeProvider clock,
        CancellationToken cancellation)
    {
        var progress = await queries.SettlementProgressAsync(month, cancellation);
        var late = clock.GetUtcNow() >= calendar.StartOf(month.Next) + Window;
        return new SettlementBody(
            month.ToString(), progress.Done + progress.Due, progress.Done, late ? progress.Due : 0, progress.Sum, runs.IsRunning(month));
    }
}
