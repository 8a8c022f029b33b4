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

    public static ProblemHttpResult BadCursor => Problem.Invalid("cursor", "The nextCursor of the page before is expected.");

    public bool TryRead(out int limit, out ProblemHttpResult? problem)
    {
        limit = LimitDefault;
        problem = null;
        if (Limit is not null
            && (!int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LimitMax))
        {
            problem = Problem.Invalid("limit", $"A whole number from 1 to {LimitMax} is expected.");
        }
        else if (Cursor is { Length: 0 or > CursorLengthMax })
        {
            problem = BadCursor;
        }

        return problem is null;
    }
}
