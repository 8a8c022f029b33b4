namespace Cashback.Idempotency;

/// <summary>An answer that was given, and to what.</summary>
internal sealed record IdempotencyRecord(string Fingerprint, KeptAnswer Answer, DateTimeOffset AnsweredAt)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    public bool IsKept(DateTimeOffset now) => now < AnsweredAt + KeptFor;
}

/// <summary>A request under way. Its process reports every second that it still works on it; one that does not is gone.</summary>
/// <param name="SeenAt">When it last reported.</param>
internal sealed record InFlightRequest(string Fingerprint, DateTimeOffset SeenAt)
{
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(4);

    public bool IsAlive(DateTimeOffset now) => now < SeenAt + GoneAfter;
}

internal static class Idempotency
{
    public static IdempotencyVerdict Decide(IdempotencyRecord? kept, InFlightRequest? inFlight, string fingerprint, DateTimeOffset now)
    {
        if (kept is not null && kept.IsKept(now))
        {
            return kept.Fingerprint == fingerprint ? new(IdempotencyStep.Replay, kept.Answer) : new(IdempotencyStep.Reused);
        }

        if (inFlight is not null && inFlight.IsAlive(now))
        {
            return new(inFlight.Fingerprint == fingerprint ? IdempotencyStep.InFlight : IdempotencyStep.Reused);
        }

        return new(IdempotencyStep.Run);
    }
}
