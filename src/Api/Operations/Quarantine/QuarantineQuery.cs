using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Cashback.Api.Development;
using Cashback.Api.Problems;
using Cashback.Quarantine;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cashback.Api.Operations;

/// <summary>Which messages in quarantine a list is to show, as its query says it.</summary>
/// <param name="State">open (if not said), replayed or dropped.</param>
/// <param name="From">First seen then or later.</param>
/// <param name="To">First seen before then.</param>
/// <param name="OlderThan">First seen at least so long ago, <c>P7D</c>.</param>
/// <param name="Order">newest (if not said) or oldest first, by when they were first seen.</param>
public sealed record QuarantineQuery(
    [FromQuery] string? Network, [FromQuery] string? Reason, [FromQuery] string? State,
    [FromQuery] string? From, [FromQuery] string? To, [FromQuery] string? OlderThan, [FromQuery] string? Order)
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd"];

    public bool NewestFirst => Order is not "oldest";

    public bool TryRead(
        DateTimeOffset now, [NotNullWhen(true)] out QuarantineFilter? filter, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        var errors = new Dictionary<string, LocalText[]>();
        if (State is not (null or "open" or "replayed" or "dropped"))
        {
            errors["state"] = [new("open, replayed or dropped is expected.", "Возможные значения: open, replayed, dropped.")];
        }

        if (Order is not (null or "newest" or "oldest"))
        {
            errors["order"] = [new("newest or oldest is expected.", "Возможные значения: newest, oldest.")];
        }

        var from = ReadTime("from", From, errors);
        var to = ReadTime("to", To, errors);
        if (OlderThan is not null)
        {
            if (IsoDuration.TryParse(OlderThan, out var age) && age < now - DateTimeOffset.UnixEpoch)
            {
                to = to < now - age ? to : now - age;
            }
            else
            {
                errors["olderThan"] = [new("A duration is expected, for example P7D or PT12H.", "Нужна длительность, например P7D или PT12H.")];
            }
        }

        var state = State switch { "replayed" => QuarantineState.Replayed, "dropped" => QuarantineState.Dropped, _ => QuarantineState.Open };
        filter = errors.Count > 0 ? null : new QuarantineFilter(state, Network, Reason, from, to);
        problem = errors.Count > 0 ? Problem.Invalid(errors) : null;
        return errors.Count == 0;
    }

    public static string CursorOf(QuarantinePlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.FirstSeen.UtcTicks}-{place.Id}");

    public static bool TryReadCursor(string? cursor, out QuarantinePlace? place)
    {
        place = null;
        if (cursor is null)
        {
            return true;
        }

        var dash = cursor.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0
            && long.TryParse(cursor[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && QuarantineId.IsId(cursor[(dash + 1)..]))
        {
            place = new QuarantinePlace(new DateTimeOffset(ticks, TimeSpan.Zero), cursor[(dash + 1)..]);
        }

        return place is not null;
    }

    /// <summary>A day begins at midnight UTC. A plus that came as a space is taken for the plus it was.</summary>
    internal static DateTimeOffset? ReadTime(string field, string? text, Dictionary<string, LocalText[]> errors)
    {
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            text.Replace(' ', '+'), TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time.ToUniversalTime();
        }

        errors[field] = [new(
            "A time with its offset is expected, for example 2026-11-20T10:00:00+03:00.",
            "Нужно время со смещением, например 2026-11-20T10:00:00+03:00.")];
        return null;
    }
}
