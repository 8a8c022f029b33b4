using System.Collections.Immutable;

namespace Cashback.Phones;

/// <summary>One number: who owns it, the running sign-in, and the codes sent to it lately.</summary>
internal sealed record PhoneRecord
{
    public const int CodesADay = 5;
    private const int FormerMax = 20;
    public static readonly TimeSpan BetweenCodes = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public PhoneOwner? Owner { get; init; }

    /// <summary>Who owned the number and has left the programme, the newest first; null: nobody.</summary>
    public ImmutableArray<string>? Former { get; init; }

    public Challenge? Challenge { get; init; }

    /// <summary>When codes were sent in the last 24 hours, the oldest first; never more than <see cref="CodesADay"/>.</summary>
    public IReadOnlyList<DateTimeOffset> CodesSentAt { get; init; } = [];

    /// <summary>The last code could not be sent: the next one need not wait.</summary>
    public bool LastCodeFailed { get; init; }

    /// <summary>Null: the operator's gateway has never vouched for this number.</summary>
    public GatewayNonces? Gateway { get; init; }

    /// <summary>Whether a code can be sent now, and if not, when one can.</summary>
    public (CodeSending Sending, DateTimeOffset NextAt) MaySend(DateTimeOffset now)
    {
        var recent = Recent(now);
        if (recent.Count >= CodesADay)
        {
            return (CodeSending.TooMany, recent[0] + Day);
        }

        var next = recent.Count > 0 && !LastCodeFailed ? recent[^1] + BetweenCodes : now;
        return next > now ? (CodeSending.TooSoon, next) : (CodeSending.Sent, now);
    }

    public PhoneRecord Send(Challenge challenge, DateTimeOffset now) =>
        this with { Challenge = challenge, CodesSentAt = [.. Recent(now), now], LastCodeFailed = false };

    /// <summary>It may have been sent all the same, so it still counts for the day.</summary>
    public PhoneRecord SendingFailed() => this with { Challenge = null, LastCodeFailed = true };

    /// <summary>Null if the challenge can't be tried (any more).</summary>
    public PhoneRecord? Try(string challengeId, DateTimeOffset now) =>
        Challenge?.Code.Id == challengeId && Challenge.Code.Try(now) is { } tried
            ? this with { Challenge = Challenge with { Code = tried } }
            : null;

    /// <summary>The owner has left the programme: whoever signs in now is a new subscriber.</summary>
    public PhoneRecord GiveTo(string subscriberId) => this with
    {
        Former = Owner is null ? Former : [Owner.SubscriberId, .. (Former ?? []).Take(FormerMax - 1)],
        Owner = new PhoneOwner(subscriberId, Registered: false),
    };

    public PhoneRecord SignedIn() => this with { Challenge = null, Owner = Owner! with { Registered = true } };

    private List<DateTimeOffset> Recent(DateTimeOffset now) => [.. CodesSentAt.Where(at => now < at + Day)];
}

/// <param name="Registered">Whether the subscriber is known to have been made; until then every sign-in makes it (again).</param>
internal sealed record PhoneOwner(string SubscriberId, bool Registered);
