using Cashback.Transfers;

namespace Cashback.Gateways;

/// <param name="To">A phone number, or a card's id.</param>
/// <param name="Answer">The first answer; the same key gets it again.</param>
/// <param name="Requests">How often it was requested with this key.</param>
public sealed record SandboxTransfer(string Key, string To, decimal Amount, TransferAnswer Answer, int Requests);

/// <summary>A wallet service in memory.</summary>
public sealed class SandboxWallet(SandboxControls controls) : SandboxTransfers(controls.Wallet), IWalletGateway
{
    public Task<TransferAnswer> PayInAsync(string idempotencyKey, Phone phone, decimal amount, CancellationToken cancellation) =>
        MoveAsync(idempotencyKey, phone.E164, amount, cancellation);
}

/// <summary>The cards' bank in memory.</summary>
public sealed class SandboxCardBank(SandboxControls controls) : SandboxTransfers(controls.CardBank), ICardBankGateway
{
    public Task<TransferAnswer> CreditAsync(string idempotencyKey, string cardId, decimal amount, CancellationToken cancellation) =>
        MoveAsync(idempotencyKey, cardId, amount, cancellation);
}

/// <summary>A service that moves money, in memory: one entry for each idempotency key.</summary>
public abstract class SandboxTransfers(SandboxBehaviour behaviour)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SandboxTransfer> _book = [];

    /// <summary>There is always a sandbox.</summary>
    public virtual bool IsConfigured => true;

    /// <summary>
    /// All requested transfers; a paid one (<see cref="TransferAnswer.Paid"/>) was made once, however often it was requested.
    /// </summary>
    public IReadOnlyList<SandboxTransfer> Book
    {
        get
        {
            lock (_gate)
            {
                return [.. _book.Values];
            }
        }
    }

    protected Task<TransferAnswer> MoveAsync(string key, string to, decimal amount, CancellationToken cancellation) =>
        behaviour.RunAsync(refusal => Enter(key, to, amount, refusal), cancellation);

    private TransferAnswer Enter(string key, string to, decimal amount, string? refusal)
    {
        lock (_gate)
        {
            var entry = _book.TryGetValue(key, out var known)
                ? known
                : new SandboxTransfer(key, to, amount, new TransferAnswer(refusal is null, refusal), 0);
            if ((entry.To, entry.Amount) != (to, amount))
            {
                throw new InvalidOperationException($"The idempotency key '{key}' was used for another payment.");
            }

            _book[key] = entry with { Requests = entry.Requests + 1 };
            return entry.Answer;
        }
    }
}
