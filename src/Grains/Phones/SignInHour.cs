namespace Cashback.Phones;

/// <summary>The sign-in SMS of one hour, as saved: in steps ahead of what is sent, so that not each code costs a write.</summary>
/// <param name="Reserved">What may have been sent. After a crash all of it counts as sent: the budget is never passed.</param>
internal sealed record SignInHour(DateTimeOffset From, long Reserved)
{
    private const int Steps = 100;

    public static DateTimeOffset HourOf(DateTimeOffset now) => new(now.Ticks - (now.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);

    /// <summary>Makes room for at least one more code beyond those sent.</summary>
    public SignInHour ReserveFor(long sent, long budget) =>
        sent < Reserved ? this : this with { Reserved = Math.Max(sent + 1, Math.Min(budget, sent + Math.Max(1, budget / Steps))) };
}

/// <summary>How many codes were requested within a minute, estimated from two windows. In memory.</summary>
internal sealed record CodeRequestRate(DateTimeOffset From, long Before, long Now)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static CodeRequestRate None { get; } = new(default, 0, 0);

    public CodeRequestRate Add(DateTimeOffset now)
    {
        var from = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % Minute.Ticks), TimeSpan.Zero);
        return from == From ? this with { Now = Now + 1 } : new CodeRequestRate(from, from == From + Minute ? Now : 0, 1);
    }

    /// <summary>Requested in the minute that ends now.</summary>
    public long PerMinute(DateTimeOffset now)
    {
        var passed = Math.Clamp((now - From).Ticks, 0, Minute.Ticks);
        return Now + (Before * (Minute.Ticks - passed) / Minute.Ticks);
    }
}
