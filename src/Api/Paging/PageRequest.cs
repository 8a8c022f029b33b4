using System.Globalization;
using Cashback.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Paging;

/// <summary>Which page of a list: <c>?limit=</c> (1–100, 20 if not said) and <c>?cursor=</c> (from the page before).</summary>
/// <remarks>The limit is read as text so that a wrong one is answered like any other wrong field.</remarks>
public sealed record PageRequest([FromQuery] string? Limit, [FromQuery] string? Cursor)
{
    public const int LimitMax = 100;
    private const int LimitDefault = 20;
    private const int CursorLengthMax = 200;

    public static ProblemHttpResult BadCursor => Problem.Invalid("cursor", new(
        "The nextCursor of the page before is expected.",
        "Нужен nextCursor предыдущей страницы."));

    public bool TryRead(out int limit, out ProblemHttpResult? problem)
    {
        limit = LimitDefault;
        problem = null;
        if (Limit is not null
            && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LimitMax))
        {
            problem = Problem.Invalid("limit", new($"A whole number from 1 to {LimitMax} is expected.", $"Нужно целое число от 1 до {LimitMax}."));
        }
        else if (Cursor is { Length: 0 or > CursorLengthMax })
        {
            problem = BadCursor;
        }

        return problem is null;
    }

    /// <summary>Cuts the page out of a list that is at hand as a whole.</summary>
    /// <param name="idOf">What an item is known by in a cursor.</param>
    /// <returns>False: the cursor names none of the items (any more).</returns>
    public bool TryCut<T>(IReadOnlyList<T> all, int limit, Func<T, string> idOf, out IReadOnlyList<T> shown, out string? nextCursor)
    {
        var first = Cursor is null ? 0 : all.TakeWhile(item => idOf(item) != Cursor).Count() + 1;
        shown = [.. all.Skip(first).Take(limit)];
        nextCursor = first + shown.Count < all.Count ? idOf(shown[^1]) : null;
        return first <= all.Count;
    }
}
