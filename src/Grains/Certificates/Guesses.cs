namespace Cashback.Certificates;

/// <summary>
/// Wrong codes of one caller. Five are free: people mistype. Each one more makes the caller wait twice as long as the last;
/// twenty block it for an hour. An hour without a wrong code, and all is forgotten.
/// </summary>
/// <param name="Wrong">Wrong codes, each less than an hour after the one before.</param>
internal sealed record Guesses(int Wrong, DateTimeOffset LastAt)
{
    public const int Free = 5;
    public const int BlockedFrom = 20;
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before the next try; zero: none.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        var pause = Wrong >= BlockedFrom ? Memory
            : Wrong > Free ? TimeSpan.FromSeconds(Math.Min(1L << (Wrong - Free - 1), (long)LongestPause.TotalSeconds))
            : TimeSpan.Zero;
        var left = LastAt + pause - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Who has used up what is free tries one code at a time; before that, no more at once than block together.</summary>
    public int AtOnce(DateTimeOffset now) => IsForgotten(now) ? BlockedFrom : Wrong > Free ? 1 : BlockedFrom - Wrong;

    public static Guesses WrongAgain(Guesses? before, DateTimeOffset now) =>
        new((before is null || before.IsForgotten(now) ? 0 : before.Wrong) + 1, now);

    private bool IsForgotten(DateTimeOffset now) => now >= LastAt + Memory;
}
