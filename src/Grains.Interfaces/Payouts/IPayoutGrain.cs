namespace Cashback.Payouts;

/// <summary>One top-up of one number until the billing system answered, key <c>payout:SUB:2026-11:GOAL</c>.</summary>
[Alias("payout")]
public interface IPayoutGrain : IGrainWithStringKey
{
    /// <summary>
    /// Starts the payout, or goes on with it. Durable before the first call to the billing system; asks it with the
    /// payout's id as idempotency key until there is an answer (a reminder goes on after this call, and then tells
    /// the subscriber by <c>PayoutAnsweredAsync</c>).
    /// </summary>
    /// <returns>The final answer, or null while there is none. Repeated: the first answer again, nothing is paid twice.</returns>
    [Alias("start")]
    Task<PayoutAnswer?> StartAsync(PayoutRequest request);

    /// <summary>
    /// Asks the billing system now, under the same key, instead of when its turn comes; once there is an answer, nothing is asked.
    /// Whoever calls this tells the subscriber of the answer, as the reminder does in any case.
    /// </summary>
    /// <returns>Null if no such payout was started.</returns>
    [Alias("ask-again")]
    Task<PayoutView?> RetryAsync();

    /// <summary>Null if no such payout was started.</summary>
    [Alias("status")]
    Task<PayoutView?> GetAsync();
}

/// <param name="Amount">Whole bonuses = rubles, above zero.</param>
[GenerateSerializer, Immutable, Alias("payout-request")]
public sealed record PayoutRequest(
    [property: Id(0)] string PayoutId, [property: Id(1)] string SubscriberId, [property: Id(2)] Phone Phone, [property: Id(3)] long Amount);

/// <summary>The billing system's final answer.</summary>
/// <param name="Paid">False: refused, the bonuses go back.</param>
/// <param name="Reason">Why refused, in words; else null.</param>
[GenerateSerializer, Immutable, Alias("payout-answer")]
public sealed record PayoutAnswer([property: Id(0)] bool Paid, [property: Id(1)] string? Reason = null);

/// <param name="Attempts">How often the billing system was called.</param>
/// <param name="LastError">Why the last question had no answer; null after an answer.</param>
/// <param name="Stuck">No answer for 24 hours: still being asked, but somebody should look.</param>
[GenerateSerializer, Immutable, Alias("payout-view")]
public sealed record PayoutView(
    [property: Id(0)] PayoutRequest Request,
    [property: Id(1)] PayoutAnswer? Answer,
    [property: Id(2)] int Attempts,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] string? LastError,
    [property: Id(5)] bool Stuck = false);
