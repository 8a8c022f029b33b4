using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Quarantine;
using Cashback.Queries;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>Messages of networks that could not be attributed.</summary>
public static partial class QuarantineEndpoints
{
    private static readonly LocalText Unknown = new("There is no such message in quarantine.", "Такого сообщения в карантине нет.");
    private const int ReasonMin = 3;
    private const int ReasonMax = 500;

    public static RouteGroupBuilder MapQuarantine(this RouteGroupBuilder ops)
    {
        var quarantine = ops.MapGroup("/quarantine").WithTags("Operations: quarantine");
        quarantine.MapGet("/", ListAsync)
            .WithName("OpsListQuarantine")
            .WithSummary("Messages in quarantine, newest first, by network, reason, state, time or age.");
        quarantine.MapGet("/summary", SummariseAsync)
            .WithName("OpsSummariseQuarantine")
            .WithSummary("How much is open, by network and reason, and since when.");
        quarantine.MapGet("/{quarantineId}", GetAsync)
            .WithName("OpsGetQuarantined")
            .WithSummary("One message, as it came, with its replays.");
        quarantine.MapPost("/{quarantineId}/replay", ReplayAsync)
            .WithIdempotency()
            .WithName("OpsReplayQuarantined")
            .WithSummary("Takes the message in once more, after its cause was mended; safe to repeat.")
            .WithDescription(
                "With otherLine=true a message that is held back as same-order-other-line is taken for what it says: another line of the order "
                + "than the purchase that it looks like.");
        quarantine.MapDelete("/{quarantineId}", DropAsync)
            .WithName("OpsDropQuarantined")
            .WithSummary("Decides that nothing is to be done about the message; it stays on record, with who said so, when and why.");
        quarantine.MapQuarantineRuns();
        return ops;
    }

    internal static bool IsReason(string reason) => reason.Length is >= ReasonMin and <= ReasonMax && !reason.Any(char.IsControl);

    internal static ProblemHttpResult BadReason => Problem.Invalid("reason", new(
        $"A reason of {ReasonMin} to {ReasonMax} characters is expected, in one line.",
        $"Нужна причина в одну строку, от {ReasonMin} до {ReasonMax} символов."));

    private static async Task<Results<Ok<PageBody<QuarantineBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] QuarantineQuery query, [AsParameters] PageRequest page, HttpContext context,
        QuarantineReplay quarantine, IQuarantineQueries queries, TimeProvider clock, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem) || !query.TryRead(clock.GetUtcNow(), out var filter, out problem))
        {
            return problem!;
        }

        if (!QuarantineQuery.TryReadCursor(page.Cursor, out var after))
        {
            return PageRequest.BadCursor;
        }

        // One more than is shown: it tells whether there is a next page.
        var places = await queries.ListAsync(filter, after, query.NewestFirst, limit + 1, cancellation);
        var shown = places.Take(limit).ToList();
        var entries = await Task.WhenAll(shown.Select(place => quarantine.Entry(place.Id).GetAsync()));
        var language = context.ChooseLanguage();
        return TypedResults.Ok(new PageBody<QuarantineBody>(
            [.. entries.OfType<QuarantineEntry>().Select(entry => QuarantineBody.Of(entry, language))],
            places.Count > limit ? QuarantineQuery.CursorOf(shown[^1]) : null));
    }

    private static async Task<Ok<QuarantineSummaryBody>> SummariseAsync(IQuarantineQueries queries, CancellationToken cancellation)
    {
        var groups = await queries.OpenAsync(cancellation);
        return TypedResults.Ok(new QuarantineSummaryBody(
            groups.Sum(group => group.Count),
            [.. groups.Select(group => new OpenQuarantineBody(group.Network, group.Reason, group.Count, group.Oldest))]));
    }

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> GetAsync(
        string quarantineId, HttpContext context, QuarantineReplay quarantine) =>
        QuarantineId.IsId(quarantineId) && await quarantine.Entry(quarantineId).GetAsync() is { } entry
            ? TypedResults.Ok(QuarantineBody.Of(entry, context.ChooseLanguage()))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> ReplayAsync(
        string quarantineId, bool? otherLine, HttpContext context, QuarantineReplay quarantine, ILoggerFactory loggers)
    {
        if (!QuarantineId.IsId(quarantineId) || await quarantine.Entry(quarantineId).GetAsync() is not { } entry)
        {
            return Problem.NotFound(Unknown);
        }

        var outcome = await quarantine.ReplayAsync(
            entry, await quarantine.ReadAsync(entry), context.User.OperatorName(), otherLine == true);
        var result = outcome.Value?.LastReplay?.Result ?? outcome.Rejection!.Type;
        LogReplay(loggers.CreateLogger(typeof(QuarantineEndpoints)), context.User.OperatorName(), quarantineId, result);
        return Answer(outcome, context);
    }

    private static async Task<Results<Ok<QuarantineBody>, ProblemHttpResult>> DropAsync(
        string quarantineId, string? reason, HttpContext context, QuarantineReplay quarantine, ILoggerFactory loggers)
    {
        if (reason is not null && !IsReason(reason.Trim()))
        {
            return BadReason;
        }

        if (!QuarantineId.IsId(quarantineId))
        {
            return Problem.NotFound(Unknown);
        }

        var outcome = await quarantine.Entry(quarantineId).DropAsync(context.User.OperatorName(), reason?.Trim());
        LogDrop(
            loggers.CreateLogger(typeof(QuarantineEndpoints)), context.User.OperatorName(), quarantineId, outcome.Rejection?.Type ?? "done");
        return Answer(outcome, context);
    }

    private static Results<Ok<QuarantineBody>, ProblemHttpResult> Answer(Outcome<QuarantineEntry> outcome, HttpContext context) =>
        outcome.Value is { } entry ? TypedResults.Ok(QuarantineBody.Of(entry, context.ChooseLanguage())) : Problem.From(outcome.Rejection!);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} replayed the message {QuarantineId}: {Result}.")]
    private static partial void LogReplay(ILogger logger, string opsKey, string quarantineId, string result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} dropped the message {QuarantineId}: {Result}.")]
    private static partial void LogDrop(ILogger logger, string opsKey, string quarantineId, string result);
}
