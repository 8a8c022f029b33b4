namespace Cashback.Payouts;

/// <summary>One top-up, from the first request until the billing system's final answer.</summary>
/// <param name="Answer">Null while there is none; once set it stays.</param>
/// <param name="Attempts">How often the billing system was called.</param>
/// <param name="LastError">Why the last question had no answer.</param>
[GenerateSerializer, Immutable, Alias("payout-record")]
internal sealed record Payout(
    [property: Id(0)] PayoutRequest Request,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] PayoutAnswer? Answer = null,
    [property: Id(3)] DateTimeOffset? AnsweredAt = null,
    [property: Id(4)] int Attempts = 0,
    [property: Id(5)] string? LastError = null)
{
    public static readonly TimeSpan StuckAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan FrequentRetriesFor = TimeSpan.FromHours(1);

    /// <exception cref="ArgumentException">The request can't be a payout.</exception>
    public static Payout Start(PayoutRequest request, DateTimeOffset now) => request.Amount > 0
        ? new(request, now)
        : throw new ArgumentException($"The payout {request.PayoutId} is of {request.Amount}; it must be above zero.");

    /// <summary>The same request again goes on with the payout.</summary>
    /// <exception cref="InvalidOperationException">Another request under the same id: a bug, and money must not follow it.</exception>
    public Payout Continue(PayoutRequest request) => request == Request
        ? this
        : throw new InvalidOperationException($"The payout {Request.PayoutId} was started with another number, amount or subscriber.");

    /// <summary>A final answer is never replaced.</summary>
    public Payout Answered(PayoutAnswer answer, DateTimeOffset now) => Answer is null
        ? this with { Answer = answer, AnsweredAt = now, Attempts = Attempts + 1, LastError = null }
        : this;

    public Payout Unanswered(string error) => this with { Attempts = Attempts + 1, LastError = error };

    /// <summary>How long until the billing system is called again: 5 minutes in the first hour, then an hour, for ever.</summary>
    public TimeSpan Pause(DateTimeOffset now) => now - StartedAt < FrequentRetriesFor ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);

    public bool IsStuck(DateTimeOffset now) => Answer is null && now - StartedAt >= StuckAfter;

    public PayoutView View(DateTimeOffset now) => new(Request, Answer, Attempts, StartedAt, LastError, IsStuck(now));
}
