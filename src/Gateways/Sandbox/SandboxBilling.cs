using Cashback.Payouts;

namespace Cashback.Gateways;

/// <param name="Answer">The first answer; the same key gets it again.</param>
/// <param name="Requests">How often it was requested with this key.</param>
public sealed record SandboxTopUp(string Key, Phone Phone, long Amount, PayoutAnswer Answer, int Requests);

/// <summary>A billing system in memory: one entry for each idempotency key.</summary>
public sealed class SandboxBilling(SandboxControls controls) : IBillingGateway
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SandboxTopUp> _book = [];

    /// <summary>
    /// All requested top-ups; a paid one (<see cref="PayoutAnswer.Paid"/>) was made once, however often it was requested.
    /// </summary>
    public IReadOnlyList<SandboxTopUp> Book
    {
        get
        {
            lock (_gate)
            {
                return [.. _book.Values];
            }
        }
    }

    public Task<PayoutAnswer> TopUpAsync(string idempotencyKey, Phone phone, long amount, CancellationToken cancellation) =>
        controls.Billing.RunAsync(refusal => Enter(idempotencyKey, phone, amount, refusal), cancellation);

    private PayoutAnswer Enter(string key, Phone phone, long amount, string? refusal)
    {
        lock (_gate)
        {
            var entry = _book.TryGetValue(key, out var known)
                ? known
                : new SandboxTopUp(key, phone, amount, new PayoutAnswer(refusal is null, refusal), 0);
            if (entry.Phone != phone || entry.Amount != amount)
            {
                throw new InvalidOperationException($"The idempotency key '{key}' was used for another top-up.");
            }

            _book[key] = entry with { Requests = entry.Requests + 1 };
            return entry.Answer;
        }
    }
}
