using Cashback.Api.Problems;
using Cashback.Payouts;
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

/// <summary>One top-up of one number.</summary>
public static class PayoutEndpoints
{
    private const int IdLengthMax = 100;

    public static RouteGroupBuilder MapPayouts(this RouteGroupBuilder ops)
    {
        ops.MapGet("/payouts/{payoutId}", GetAsync)
            .WithTags("Operations: payouts")
            .WithSummary("One payout: whether it was paid, and how often the billing system was asked.");
        return ops;
    }

    private static async Task<Results<Ok<PayoutBody>, ProblemHttpResult>> GetAsync(string payoutId, IGrainFactory grains) =>
        payoutId.Length <= IdLengthMax
        && await grains.GetGrain<IPayoutGrain>(GrainKeys.Payout(payoutId)).GetAsync() is { } payout
            ? TypedResults.Ok(PayoutBody.Of(payout))
            : Problem.NotFound("No such payout.");
}
