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
    private const int PlaceDigits = 19;

    public static ProblemHttpResult BadCursor => Problem.Invalid("cursor", new(
        "The nextCursor of the page before is expected.",
        "Нужен nextCursor предыдущей страницы."));

    /// <param name="max">Of an export, which may ask for more at once.</param>
    public bool TryRead(out int limit, out ProblemHttpResult? problem, int max = LimitMax)
    {
        limit = LimitDefault;
        problem = null;
        if (Limit is not null
            && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit < 1 || limit > max))
        {
            problem = Problem.Invalid("limit", new($"A whole number from 1 to {max} is expected.", $"Нужно целое число от 1 до {max}."));
        }
        else if (Cursor is { Length: 0 or > CursorLengthMax })
        {
            problem = BadCursor;
        }

        return problem is null;
    }

    /// <summary>
    /// Cuts the page out of a list that is at hand as a whole. A cursor tells a place in the list's order and not an item,
    /// so that the rest of the list comes also when the item that was shown last is gone.
    /// </summary>
    /// <param name="placeOf">An item's place: the list is put into the order of these. See <see cref="Place"/>.</param>
    /// <returns>False: the cursor is none of such a list.</returns>
    public bool TryCut<T>(IEnumerable<T> all, int limit, Func<T, string> placeOf, out IReadOnlyList<T> shown, out string? nextCursor)
    {
        (shown, nextCursor) = ([], null);
        if (Cursor is not null && !IsPlace(Cursor))
        {
            return false;
        }

        var left = all.Select(item => (Place: placeOf(item), Item: item))
            .Where(item => Cursor is null || string.CompareOrdinal(item.Place, Cursor) > 0)
            .OrderBy(item => item.Place, StringComparer.Ordinal)
            .Take(limit + 1)
            .ToList();
        shown = [.. left.Take(limit).Select(item => item.Item)];
        nextCursor = left.Count > limit ? left[limit - 1].Place : null;
        return true;
    }

    /// <summary>The place of an item in the order of a time and, for equal ones, an id.</summary>
    /// <param name="newestFirst">Later times go before earlier ones.</param>
    public static string Place(DateTimeOffset? at, string id, bool newestFirst = false)
    {
        var ticks = (at ?? DateTimeOffset.MaxValue).UtcTicks;
        return string.Create(CultureInfo.InvariantCulture, $"{(newestFirst ? DateTimeOffset.MaxValue.UtcTicks - ticks : ticks):D19}~{id}");
    }

    private static bool IsPlace(string cursor) =>
        cursor.Length > PlaceDigits && cursor[PlaceDigits] == '~' && cursor.AsSpan(0, PlaceDigits).IndexOfAnyExceptInRange('0', '9') < 0;
}
