using System.Security.Claims;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Paging;
using Cashback.Api.Problems;
using Cashback.Payouts;
using Cashback.Queries;
using Cashback.Subscribers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="Status"><c>asking</c> (no final answer of the billing system yet), <c>paid</c> or <c>refused</c>.</param>
/// <param name="Amount">Whole bonuses = rubles.</param>
/// <param name="Reason">Why it was refused.</param>
/// <param name="LastError">What the last attempt without an answer ran into.</param>
/// <param name="Stuck">No answer for 24 hours: still being asked, but somebody should look.</param>
public sealed record PayoutBody(
    string Id,
    string SubscriberId,
    string Phone,
    long Amount,
    string Status,
    string? Reason,
    int Attempts,
    DateTimeOffset StartedAt,
    string? LastError,
    bool Stuck)
{
    public static PayoutBody Of(PayoutView payout) => new(
        payout.Request.PayoutId,
        payout.Request.SubscriberId,
        payout.Request.Phone.Masked,
        payout.Request.Amount,
        payout.Answer is null ? "asking" : payout.Answer.Paid ? "paid" : "refused",
        payout.Answer?.Reason,
        payout.Attempts,
        payout.StartedAt,
        payout.LastError,
        payout.Stuck);
}

/// <summary>Top-ups: which have no answer, and asking for one again.</summary>
public static partial class PayoutEndpoints
{
    private const int IdLengthMax = 100;
    private static readonly LocalText Unknown = new("No such payout.", "Такого пополнения нет.");

    public static RouteGroupBuilder MapPayouts(this RouteGroupBuilder ops)
    {
        var payouts = ops.MapGroup("/payouts").WithTags("Operations: payouts");
        payouts.MapGet("/", ListAsync)
            .WithSummary("Payouts without an answer of the billing system; with stuck=true those that have waited for a day.")
            .WithDescription("A page can be shorter than its limit, and empty, with more to come: nextCursor tells.");
        payouts.MapGet("/{payoutId}", GetAsync).WithSummary("One payout: whether it was paid, and how often the billing system was asked.");
        payouts.MapPost("/{payoutId}/retry", RetryAsync)
            .WithIdempotency()
            .WithSummary("Asks the billing system now, with the same key; safe to repeat: what is answered is not asked again.");
        return ops;
    }

    private static async Task<Results<Ok<PageBody<PayoutBody>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, string? stuck, IGrainFactory grains, IRecordQueries queries, CancellationToken cancellation)
    {
        if (!page.TryRead(out var limit, out var problem))
        {
            return problem!;
        }

        if (stuck is not (null or "true" or "false"))
        {
            return Problem.Invalid("stuck", new("true or false is expected.", "Возможные значения: true, false."));
        }

        var ids = await queries.ListWaitingPayoutsAsync(page.Cursor, limit + 1, cancellation);
        var payouts = await Task.WhenAll(ids.Take(limit).Select(id => Payout(grains, id).GetAsync()));
        return TypedResults.Ok(new PageBody<PayoutBody>(
            [.. payouts.OfType<PayoutView>().Where(payout => payout.Answer is null && (stuck is null || payout.Stuck == (stuck == "true")))
                .Select(PayoutBody.Of)],
            ids.Count > limit ? ids[limit - 1] : null));
    }

    private static async Task<Results<Ok<PayoutBody>, ProblemHttpResult>> GetAsync(string payoutId, IGrainFactory grains) =>
        payoutId.Length <= IdLengthMax && await Payout(grains, payoutId).GetAsync() is { } payout
            ? TypedResults.Ok(PayoutBody.Of(payout))
            : Problem.NotFound(Unknown);

    private static async Task<Results<Ok<PayoutBody>, ProblemHttpResult>> RetryAsync(
        string payoutId, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (payoutId.Length > IdLengthMax || await Payout(grains, payoutId).RetryAsync() is not { } payout)
        {
            return Problem.NotFound(Unknown);
        }

        var body = PayoutBody.Of(payout);
        LogRetry(loggers.CreateLogger(typeof(PayoutEndpoints)), user.OperatorName(), payoutId, body.Status);
        if (payout.Answer is { } answer)
        {
            await grains.GetGrain<ISubscriberEventsGrain>(
                GrainKeys.Subscriber(payout.Request.SubscriberId)).PayoutAnsweredAsync(payoutId, answer);
        }

        return TypedResults.Ok(body);
    }

    private static IPayoutGrain Payout(IGrainFactory grains, string payoutId) => grains.GetGrain<IPayoutGrain>(GrainKeys.Payout(payoutId));

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} asked for payout {Payout} again: {Result}.")]
    private static partial void LogRetry(ILogger logger, string opsKey, string payout, string result);
}
