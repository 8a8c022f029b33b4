using Cashback.Messages;

namespace Cashback.Transfers;

/// <summary>One question to whoever moves the money, with a bound, and what came of it.</summary>
internal static class Asking
{
    public static async Task<Transfer> AskAsync(
        this Transfer transfer, Func<CancellationToken, Task<TransferAnswer>> question, TimeProvider clock)
    {
        try
        {
            var answer = await GatewayCall.WithTimeoutAsync(question);
            return transfer.Answered(answer with { Reason = answer.Reason is { } reason ? ErrorText.Of(reason) : null }, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            return transfer.Unanswered(ErrorText.Of(error));
        }
    }
}
