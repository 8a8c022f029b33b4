namespace Cashback.Payouts;

/// <summary>The operator's billing system.</summary>
public interface IBillingGateway
{
    /// <summary>
    /// Tops up a number. Safe to repeat with the same <paramref name="idempotencyKey"/>: the money moves once.
    /// An exception or time-out means: unknown, try again with the same key.
    /// </summary>
    /// <param name="amount">Whole rubles.</param>
    Task<PayoutAnswer> TopUpAsync(string idempotencyKey, Phone phone, long amount, CancellationToken cancellation);
}
