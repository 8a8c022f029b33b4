using Cashback.Api.Problems;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Account;

/// <summary>
/// Which lines of the history: <c>?type=</c>, <c>?status=</c> of receipts and claims, <c>?store=</c>, and <c>?from=</c> and <c>?to=</c>,
/// days of the programme's calendar or months, both included.
/// </summary>
public sealed record HistoryRequest(
    [FromQuery] string? Type, [FromQuery] string? Status, [FromQuery] string? Store, [FromQuery] string? From, [FromQuery] string? To)
{
    private const int WordLengthMax = 100;

    internal bool TryRead(ProgrammeCalendar calendar, out HistoryFilter filter, out ProblemHttpResult? problem)
    {
        filter = HistoryFilter.All;
        var (start, end) = ((DateOnly?)null, (DateOnly?)null);
        problem = Type is not null && !HistoryBody.Types.Contains(Type)
            ? Problem.Invalid("type", new($"Expected: {string.Join(", ", HistoryBody.Types)}.", $"Возможные значения: {string.Join(", ", HistoryBody.Types)}."))
            : Status is { Length: 0 or > WordLengthMax } ? Problem.Invalid("status", Word)
            : Store is { Length: 0 or > WordLengthMax } ? Problem.Invalid("store", Word)
            : From is not null && (start = CalendarDays.First(From)) is null ? Problem.Invalid("from", CalendarDays.Expected)
            : To is not null && (end = CalendarDays.Last(To)) is null ? Problem.Invalid("to", CalendarDays.Expected)
            : start > end ? Problem.Invalid("from", CalendarDays.Order)
            : null;
        if (problem is not null)
        {
            return false;
        }

        filter = new(
            Type,
            Status,
            Store,
            start is { } first ? calendar.StartOf(first) : null,
            end is { } last ? calendar.StartOf(last.AddDays(1)) : null);
        return true;
    }

    private static LocalText Word => new($"1 to {WordLengthMax} characters are expected.", $"Нужно от 1 до {WordLengthMax} символов.");
}
