using Cashback.Messages;

namespace Cashback.Transfers;

/// <summary>One question to whoever moves the money, with a bound, and what came of it.</summary>
internal static class Asking
{
    // Of real time, whatever the programme's clock does; well under the time-out of a grain call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<Transfer> AskAsync(
        this Transfer transfer, Func<CancellationToken, Task<TransferAnswer>> question, TimeProvider clock)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var answer = await question(patience.Token).WaitAsync(Patience);
            return transfer.Answered(answer with { Reason = answer.Reason is { } reason ? ErrorText.Of(reason) : null }, clock.GetUtcNow());
        }
        catch (Exception error)
        {
            return transfer.Unanswered(ErrorText.Of(error));
        }
    }
}
