using System.Globalization;
using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>One save of a subscriber.</summary>
/// <param name="Position">In the order of all changes; positions that are left out were never committed.</param>
/// <param name="Version">Of the subscriber's record: 1, 2, 3, … without gaps, so that a reader can check that it has all.</param>
/// <param name="Lines">The lines of the history that came with it, as they were written: whether an order was reported for a visit is told
/// by the purchase's line. Empty: nothing happened that the history shows.</param>
public sealed record JournalEntryBody(
    long Position, string SubscriberId, int Version, DateTimeOffset SavedAt, IReadOnlyList<HistoryBody> Lines)
{
    public static JournalEntryBody Of(JournalEntry entry) =>
        new(entry.Position, entry.SubscriberId, entry.Version, entry.SavedAt, [.. entry.Lines.Select(HistoryBody.Of)]);
}

/// <param name="Next">The position to be sent as <c>after</c> for what follows, now or later. Fewer items than asked for: that is all
/// for now.</param>
public sealed record JournalBody(IReadOnlyList<JournalEntryBody> Items, long Next);

/// <summary>What happened to all subscribers, for exports and data warehouses.</summary>
public static partial class JournalEndpoints
{
    /// <summary>More than of other lists: a minute's requests must be enough for a minute's changes.</summary>
    private const int LimitMax = 1000;

    public static RouteGroupBuilder MapJournal(this RouteGroupBuilder ops)
    {
        ops.MapGet("/journal", ReadAsync)
            .WithTags("Operations: journal")
            .WithSummary("What happened to all subscribers, in the order in which it was saved, after a position; the look is logged.")
            .WithDescription(
                "Start with after=0, keep next of each answer together with what was taken from it, and ask again with it, at once or when "
                + "there may be more; limit is 1 to 1000, 20 unless said. Each change comes once, and none appears behind a position that was answered.");
        return ops;
    }

    private static async Task<Results<Ok<JournalBody>, ProblemHttpResult>> ReadAsync(
        string? after,
        string? limit,
        ClaimsPrincipal user,
        IJournalQueries journal,
        ILoggerFactory loggers,
        CancellationToken cancellation)
    {
        if (!new PageRequest(limit, null).TryRead(out var count, out var problem, LimitMax))
        {
            return problem!;
        }

        var position = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out position))
        {
            return Problem.Invalid("after", new("The next of an earlier answer is expected, or 0.", "Нужно значение next из предыдущего ответа или 0."));
        }

        LogViewed(loggers.CreateLogger("Cashback.Api.Operations.Looks"), user.OperatorName(), position);
        return await journal.ReadAsync(position, count, cancellation) is { } page
            ? TypedResults.Ok(new JournalBody([.. page.Entries.Select(JournalEntryBody.Of)], page.Next))
            : Problem.Of(409, "unknown-position", new(
                "The journal has not come to this position. If it is the next of an earlier answer, the database was restored to an earlier moment: "
                + "export anew, or go on from a position that was answered before that moment.",
                "До этой позиции журнал ещё не дошёл. Если она взята из поля next, база восстановлена на более ранний момент: "
                + "выгрузите данные заново или продолжите с позиции, полученной до этого момента."));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at the journal of all subscribers after position {Position}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, long position);
}
