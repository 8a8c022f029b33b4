using System.Security.Claims;
using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Idempotency;
using Cashback.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <param name="SubscriberId">Whose purchase it is.</param>
/// <param name="Reason">3–500 characters; the subscriber reads it in the history.</param>
public sealed record ReversalRequest(string SubscriberId, string Reason);

/// <summary>Taking a confirmed purchase back by hand.</summary>
public static partial class ReversalEndpoints
{
    private const int ReasonMin = 3;
    private const int ReasonMax = 500;

    public static RouteGroupBuilder MapReversals(this RouteGroupBuilder ops)
    {
        ops.MapPost("/purchases/{purchaseId}/reversal", ReverseAsync)
            .WithIdempotency()
            .WithTags("Operations: purchases")
            .WithSummary("Reverses a confirmed purchase, with a reason; repeated, nothing moves twice.");
        return ops;
    }

    private static async Task<Results<Ok<PurchaseBody>, ProblemHttpResult>> ReverseAsync(
        string purchaseId, ReversalRequest request, ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        var errors = new Dictionary<string, LocalText[]>();
        if (!SubscriberEndpoints.IsId(request.SubscriberId))
        {
            errors["subscriberId"] = [new("The id of the purchase's subscriber is expected.", "Нужен id абонента, которому принадлежит покупка.")];
        }

        var reason = request.Reason.Trim();
        if (reason.Length is < ReasonMin or > ReasonMax || reason.Any(char.IsControl))
        {
            errors["reason"] = [new(
                $"A reason of {ReasonMin} to {ReasonMax} characters is expected, in one line.",
                $"Нужна причина в одну строку, от {ReasonMin} до {ReasonMax} символов.")];
        }

        if (errors.Count > 0)
        {
            return Problem.Invalid(errors);
        }

        if (!OrderKey.TryParse(purchaseId, out var order))
        {
            return Problem.NotFound(new("No such purchase.", "Такой покупки нет."));
        }

        var outcome = await grains.SubscriberOperations(request.SubscriberId).ReversePurchaseAsync(order, reason);
        LogReversal(
            loggers.CreateLogger(typeof(ReversalEndpoints)), user.OperatorName(), order, request.SubscriberId,
            outcome.Rejection?.Type ?? "done");
        return outcome.Value is { } purchase ? TypedResults.Ok(PurchaseBody.Of(purchase)) : Problem.From(outcome.Rejection!);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Operator key {OpsKey} reversed purchase {Order} of subscriber {SubscriberId}: {Result}.")]
    private static partial void LogReversal(ILogger logger, string opsKey, OrderKey order, string subscriberId, string result);
}
