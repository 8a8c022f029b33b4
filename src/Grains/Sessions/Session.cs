namespace Cashback.Sessions;

/// <summary>One sign-in. It holds no secret: refresh tokens are distinguished by their numbers and proved by the facade's key.</summary>
/// <param name="RefreshedAt">When the token before the current one was traded.</param>
/// <param name="BeforeAt">When the one before that was; null: there was none.</param>
/// <param name="Device">As its client calls itself.</param>
internal sealed record SessionRecord(
    string SubscriberId,
    int TokenNumber,
    DateTimeOffset StartedAt,
    DateTimeOffset RefreshedAt,
    DateTimeOffset? EndedAt = null,
    DateTimeOffset? BeforeAt = null,
    string? Device = null)
{
    public static readonly TimeSpan IdleLife = TimeSpan.FromDays(60);

    /// <summary>However often it is used.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(180);

    /// <summary>A client that sends several requests at once trades one token several times; that is no theft.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static SessionRecord Start(string subscriberId, DateTimeOffset now, string? device = null) =>
        new(subscriberId, 1, now, now, Device: device);

    /// <summary>The id of the secret with which its refresh token is made; null: the first one.</summary>
    public int? KeyId { get; init; }

    public bool IsAlive(DateTimeOffset now) => EndedAt is null && now < RefreshedAt + IdleLife && now < StartedAt + LongestLife;

    public SessionRecord End(DateTimeOffset now) => EndedAt is null ? this with { EndedAt = now } : this;

    /// <summary>What a refresh token makes of the sign-in: the next token, the same one again, or its end.</summary>
    public SessionRecord Refresh(int tokenNumber, DateTimeOffset now)
    {
        if (!IsAlive(now))
        {
            return this;
        }

        if (tokenNumber == TokenNumber)
        {
            return this with { TokenNumber = TokenNumber + 1, BeforeAt = RefreshedAt, RefreshedAt = now };
        }

        return TradedAt(tokenNumber) is { } tradedAt && now <= tradedAt + Grace ? this : End(now);
    }

    /// <summary>When one of the two tokens before the current one was traded; null for all others.</summary>
    private DateTimeOffset? TradedAt(int tokenNumber) => (TokenNumber - tokenNumber) switch
    {
        1 => RefreshedAt,
        2 => BeforeAt,
        _ => null,
    };
}
