using Cashback.Api.Account;
using Cashback.Api.Auth;
using Cashback.Api.Problems;
using Cashback.Receipts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cashback.Api.Operations;

/// <summary>A receipt as operations see it.</summary>
/// <param name="Attempts">How often the fiscal-data service was asked, its waits and limits left out.</param>
/// <param name="LastError">What the last question without a final answer ran into.</param>
public sealed record ReceiptForOperations(string SubscriberId, int Attempts, string? LastError, ReceiptBody Receipt)
{
    public static ReceiptForOperations Of(ReceiptView receipt) =>
        new(receipt.SubscriberId, receipt.Attempts, receipt.LastError, ReceiptBody.Of(receipt));
}

/// <summary>Looking a receipt up.</summary>
public static partial class ReceiptOperations
{
    public static RouteGroupBuilder MapReceiptOperations(this RouteGroupBuilder ops)
    {
        ops.MapGet("/receipts/{receiptId}", GetAsync)
            .WithTags("Operations: receipts")
            .WithSummary("One receipt, by its id drive-document-sign: whose it is, and how its check goes. Each look is logged.");
        return ops;
    }

    private static async Task<Results<Ok<ReceiptForOperations>, ProblemHttpResult>> GetAsync(
        string receiptId, System.Security.Claims.ClaimsPrincipal user, IGrainFactory grains, ILoggerFactory loggers)
    {
        if (!ReceiptName.TryParse(receiptId, out var name) || await grains.Receipt(name.ToString()).GetAsync() is not { } receipt)
        {
            return Problem.NotFound(new("No such receipt.", "Такого чека нет."));
        }

        LogViewed(loggers.CreateLogger(typeof(ReceiptOperations)), user.OperatorName(), receipt.SubscriberId);
        return TypedResults.Ok(ReceiptForOperations.Of(receipt));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator key {OpsKey} looked at a receipt of subscriber {SubscriberId}.")]
    private static partial void LogViewed(ILogger logger, string opsKey, string subscriberId);
}
