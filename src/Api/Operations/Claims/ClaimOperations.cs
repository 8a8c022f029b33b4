using System.Globalization;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Claims;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Result"><c>found</c> or <c>declined</c>.</param>
/// <param name="LineId">For found: the network's own id of the order line; left out: the expired purchase's.</param>
/// <param name="Amount">For found: what the network says; left out: as claimed.</param>
/// <param name="Reason">For declined: the partner's, 3–500 characters; the subscriber reads it.</param>
public sealed record ClaimAnswerRequest(string Result, string? LineId = null, Money? Amount = null, string? Reason = null);

/// <summary>A claim as operations see it.</summary>
public sealed record ClaimForOperations(string SubscriberId, string Network, ClaimBody Claim)
{
    public static ClaimForOperations Of(Claim claim, DateTimeOffset now) =>
        new(claim.SubscriberId, claim.Network, ClaimBody.Of(claim, now));
}

/// <summary>Claims: what is open, the export for a network, the answer.</summary>
public static partial class ClaimOperations
{
    private const int ReasonMin = 3;
    private const int ReasonMax = 500;

    public static RouteGroupBuilder MapClaimOperations(this RouteGroupBuilder ops)
    {
        var claims = ops.MapGroup("/claims").WithTags("Operations: claims");
        claims.MapGet("/", ListAsync).WithSummary("Claims without an answer, the oldest first; by network, store, status and age in days.");
        claims.MapGet("/export", ExportAsync).Produces<string>(200, "text/csv").WithSummary("The open claims of a network as CSV, to be sent to it.");
        claims.MapGet("/{claimId}", GetAsync).WithSummary("One claim.");
        claims.MapGet("/{claimId}/document", GetDocumentAsync)
            .Produces<string>(200, "application/pdf", "image/jpeg", "image/png")
            .WithSummary("The document that the subscriber sent to a claim; each look is logged.");
        claims.MapPost("/{claimId}/answer", AnswerAsync)
            .WithIdempotency()
            .WithSummary("Answers a claim: found (and credited by the network's order line) or declined.")
            .WithDescription(
                "A found order is credited as a confirmed report of its line for the claim's visit: the network's own postback of that line is "
                + "the same purchase, and nothing is credited twice. Refusals: 409 claim-answered, line-of-another, claim-not-creditable.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<ClaimForOperations>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, string? network, string? storeId, string? status, string? minAgeDays,
        IOpenClaims open, TimeProvider clock, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (page.Cursor is { } cursor && !IsPlace(cursor))
        {
            return PageRequest.BadCursor;
        }

        if (status is not (null or "waiting" or "open"))
        {
            return Problem.Invalid("status", new("Expected: waiting, open.", "Возможные значения: waiting, open."));
        }

        var age = 0;
        if (minAgeDays is not null && (!int.TryParse(minAgeDays, NumberStyles.None, CultureInfo.InvariantCulture, out age) || age > 36_500))
        {
            return Problem.Invalid("minAgeDays", new("A whole number of days is expected.", "Нужно целое число дней."));
        }

        var now = clock.GetUtcNow();
        var all = (await open.ListAsync(cancellation))
            .Where(claim => (network is null || claim.Network == network)
                && (storeId is null || claim.StoreId == storeId)
                && (status is null || claim.Status == (status == "open" ? ClaimStatus.Open : ClaimStatus.Waiting))
                && now - claim.FiledAt >= TimeSpan.FromDays(age))
            .ToList();
        var left = page.Cursor is null ? all : [.. all.Where(claim => string.CompareOrdinal(PlaceOf(claim), page.Cursor) > 0)];
        return TypedResults.Ok(new PageBody<ClaimForOperations>(
            [.. left.Take(limit).Select(claim => ClaimForOperations.Of(claim, now))],
            left.Count > limit ? PlaceOf(left[limit - 1]) : null));
    }

    /// <summary>
    /// Where a claim stands in the list, whether it is still there or not: its page's cursor stays good when it is answered.
    /// </summary>
    private static string PlaceOf(Claim claim) => string.Create(CultureInfo.InvariantCulture, $"{claim.FiledAt.UtcTicks:D19}:{claim.Id}");

    private static bool IsPlace(string cursor) =>
        cursor.Length > 20 && cursor[19] == ':' && cursor.AsSpan(0, 19).IndexOfAnyExceptInRange('0', '9') < 0;

    private static async Task<Results<Ok<ClaimForOperations>, ProblemHttpResult>> GetAsync(
        string claimId, IGrainFactory grains, TimeProvider clock) =>
        IsId(claimId) && await grains.Claim(claimId).GetAsync() is { } claim
            ? TypedResults.Ok(ClaimForOperations.Of(claim, clock.GetUtcNow()))
            : Problem.NotFound(new("No such claim.", "Такой заявки нет."));

    private static async Task<Results<Ok<ClaimForOperations>, ProblemHttpResult>> AnswerAsync(
        string claimId, ClaimAnswerRequest request, System.Security.Claims.ClaimsPrincipal user, IGrainFactory grains, TimeProvider clock,
        ILoggerFactory loggers)
    {
        var reason = request.Reason?.Trim();
        if (request.Result is not ("found" or "declined"))
        {
            return Problem.Invalid("result", new("Expected: found, declined.", "Возможные значения: found, declined."));
        }

        if (request.Result == "declined" && (reason is not { Length: >= ReasonMin and <= ReasonMax } || reason.Any(char.IsControl)))
        {
            return Problem.Invalid("reason", new(
                $"The partner's reason of {ReasonMin} to {ReasonMax} characters is expected, in one line.",
                $"Нужна причина партнёра в одну строку, от {ReasonMin} до {ReasonMax} символов."));
        }

        if (request.Amount is { Amount: <= 0 })
        {
            return Problem.Invalid("amount", new("An amount above 0 is expected.", "Нужна сумма больше 0."));
        }

        if (!IsId(claimId))
        {
            return Problem.NotFound(new("No such claim.", "Такой заявки нет."));
        }

        var answer = new ClaimAnswer(request.Result == "found", request.LineId, request.Amount, reason);
        var outcome = await grains.Claim(claimId).AnswerAsync(answer);
        LogAnswer(loggers.CreateLogger(typeof(ClaimOperations)), user.OperatorName(), claimId, outcome.Rejection?.Type ?? request.Result);
        return outcome.Value is { } claim
            ? TypedResults.Ok(ClaimForOperations.Of(claim, clock.GetUtcNow()))
            : Problem.From(outcome.Rejection!);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetDocumentAsync(
        string claimId, System.Security.Claims.ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!IsId(claimId) || await grains.DocumentOf(claimId).GetAsync() is not { } document)
        {
            return Problem.NotFound(new("No such claim, or it has no document.", "Такой заявки нет, или у неё нет документа."));
        }

        LogViewed(loggers.CreateLogger(typeof(ClaimOperations)), user.OperatorName(), claimId);
        return ClaimDocuments.File(claimId, document);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(
        string? network, IOpenClaims open, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Networks.NetworkIds.IsId(network))
        {
            return Problem.Invalid("network", new("The id of a network is expected.", "Нужен id сети."));
        }

        var now = clock.GetUtcNow();
        var claims = (await open.ListAsync(cancellation)).Where(claim => claim.Network == network && claim.Status == ClaimStatus.Open);
        return TypedResults.File(ClaimCsv.Write(claims, now), "text/csv; charset=utf-8", $"claims-{network}-{now:yyyyMMdd}.csv");
    }

    private static bool IsId(string claimId) => claimId.Length <= 60;

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} answered claim {Claim}: {Result}.")]
    private static partial void LogAnswer(ILogger logger, string opsKey, string claim, string result);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at the document of claim {Claim}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, string claim);
}
