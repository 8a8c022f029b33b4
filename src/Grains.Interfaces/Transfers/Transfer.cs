namespace Cashback.Transfers;

/// <summary>The final answer of the outside service that moves real money.</summary>
/// <param name="Paid">False: refused, nothing moved.</param>
/// <param name="Reason">Why refused, in words; else null.</param>
[GenerateSerializer, Immutable, Alias("transfer-answer")]
public sealed record TransferAnswer([property: Id(0)] bool Paid, [property: Id(1)] string? Reason = null);

/// <summary>How far a movement of real money is, from the first call until the final answer.</summary>
/// <param name="Answer">Null while there is none; once set it stays.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastError">Why the last question had no answer.</param>
[GenerateSerializer, Immutable, Alias("transfer")]
public sealed record Transfer(
    [property: Id(0)] DateTimeOffset StartedAt,
    [property: Id(1)] TransferAnswer? Answer = null,
    [property: Id(2)] DateTimeOffset? AnsweredAt = null,
    [property: Id(3)] int Attempts = 0,
    [property: Id(4)] string? LastError = null)
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan FrequentRetriesFor = TimeSpan.FromHours(1);

    /// <summary>A final answer is never replaced.</summary>
    public Transfer Answered(TransferAnswer answer, DateTimeOffset now) => Answer is null
        ? this with { Answer = answer, AnsweredAt = now, Attempts = Attempts + 1, LastError = null }
        : this;

    public Transfer Unanswered(string error) => Answer is null ? this with { Attempts = Attempts + 1, LastError = error } : this;

    /// <summary>How long until it is tried again: 5 minutes in the first hour, then an hour, for ever.</summary>
    public TimeSpan Pause(DateTimeOffset now) => now - StartedAt < FrequentRetriesFor ? TimeSpan.FromMinutes(5) : TimeSpan.FromHours(1);

    /// <summary>No answer for 24 hours: still being retried, but somebody should look.</summary>
    public bool IsStuck(DateTimeOffset now) => Answer is null && now - StartedAt >= StuckAfter;
}
