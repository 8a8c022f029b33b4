namespace Cashback.Payouts;

/// <summary>
/// A billing system that takes many top-ups in one request, beside <see cref="IBillingGateway"/>, which takes one. Only first calls are
/// made with it; what stays without an answer is asked for one by one.
/// </summary>
public interface IBillingBatch
{
    /// <summary>
    /// Tops up numbers, each once for its key. Safe to repeat with any of them, also among others. An exception means: all of them are
    /// unknown.
    /// </summary>
    /// <returns>Final answers by idempotency key; one that is not there is unknown.</returns>
    Task<IReadOnlyDictionary<string, PayoutAnswer>> TopUpAsync(IReadOnlyList<TopUp> topUps, CancellationToken cancellation);
}

/// <param name="Amount">Whole rubles.</param>
public sealed record TopUp(string IdempotencyKey, Phone Phone, long Amount);

/// <param name="CallsAtOnce">First calls of a silo at a time: a settlement starts as many payouts as there are subscribers.</param>
/// <param name="BatchSize">Top-ups in one request, where the billing system takes many.</param>
public sealed record BillingLimits(int CallsAtOnce = 64, int BatchSize = 100);
