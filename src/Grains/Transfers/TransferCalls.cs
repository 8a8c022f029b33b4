using Cashback.Messages;

namespace Cashback.Transfers;

/// <summary>One call to the outside service that moves the money, and the transfer after it.</summary>
internal static class TransferCalls
{
    public static async Task<Transfer> CallAsync(
        this Transfer transfer, Func<CancellationToken, Task<TransferAnswer>> call, TimeProvider clock)
    {
        try
        {
            var answer = await GatewayCall.WithTimeoutAsync(call);
            return transfer.Answered(answer with { Reason = answer.Reason is { } reason ? ErrorText.Of(reason) : null }, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            return transfer.Unanswered(ErrorText.Of(error));
        }
    }
}
