namespace Cashback.Phones;

/// <summary>
/// Codes that one address asks for. So many an hour are free; beyond them each code makes the next one wait twice as long, but
/// never longer than five minutes: thousands of people can be behind one address.
/// </summary>
/// <param name="FullUntil">Each code fills the hour by its part; it drains with time.</param>
/// <param name="Over">How often in a row the hour was found full.</param>
/// <param name="NextAt">When the next code can be asked for.</param>
internal sealed record AddressPace(DateTimeOffset FullUntil, int Over, DateTimeOffset NextAt)
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private const int DoublingsMax = 20;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static AddressPace Unused { get; } = new(default, 0, default);

    public bool IsFree(DateTimeOffset now) => now >= NextAt;

    /// <summary>One more code, for an address that is free.</summary>
    public AddressPace Take(int perHour, DateTimeOffset now)
    {
        var part = Hour / perHour;
        var from = FullUntil > now ? FullUntil : now;
        var full = from + part > now + Hour ? now + Hour : from + part;
        if (full + part <= now + Hour)
        {
            return new AddressPace(full, full - now > Hour / 2 ? Over : 0, now);
        }

        var pause = part * (1L << Math.Min(Over, DoublingsMax));
        return new AddressPace(full, Over + 1, now + (pause < LongestPause ? pause : LongestPause));
    }
}
