namespace Cashback.Sessions;

/// <summary>One sign-in. It holds no secret: refresh tokens are told apart by their numbers and proved by the facade's key.</summary>
internal sealed record SessionRecord(
    string SubscriberId, int TokenNumber, DateTimeOffset StartedAt, DateTimeOffset RefreshedAt, DateTimeOffset? EndedAt = null)
{
    public static readonly TimeSpan IdleLife = TimeSpan.FromDays(60);

    /// <summary>A client that sends two requests at once trades the same token twice; that is no theft.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static SessionRecord Start(string subscriberId, DateTimeOffset now) => new(subscriberId, 1, now, now);

    /// <summary>The id of the secret with which its refresh token is made; null: the first one.</summary>
    public int? KeyId { get; init; }

    public bool IsAlive(DateTimeOffset now) => EndedAt is null && now < RefreshedAt + IdleLife;

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
            return this with { TokenNumber = TokenNumber + 1, RefreshedAt = now };
        }

        return tokenNumber == TokenNumber - 1 && now <= RefreshedAt + Grace ? this : End(now);
    }
}
