namespace Cashback.Phones;

/// <summary>The assertions of the operator's gateway that were used for a number and would still be valid.</summary>
/// <param name="Used">The oldest first.</param>
internal sealed record GatewayNonces(IReadOnlyList<UsedNonce> Used)
{
    /// <summary>Nobody signs in more often within the two minutes that an assertion can live.</summary>
    public const int LiveMax = 16;

    public static GatewayNonces None { get; } = new([]);

    /// <returns>With this one among them; null and why not: used before, or too many of late.</returns>
    public (GatewayNonces? Next, GatewayCheck Check) Use(string nonce, DateTimeOffset validUntil, DateTimeOffset now)
    {
        var live = Used.Where(used => now < used.ValidUntil).ToList();
        if (live.Any(used => used.Nonce == nonce))
        {
            return (null, GatewayCheck.Replayed);
        }

        return live.Count >= LiveMax
            ? (null, GatewayCheck.TooMany)
            : (new GatewayNonces([.. live, new UsedNonce(nonce, validUntil)]), GatewayCheck.Accepted);
    }
}

internal sealed record UsedNonce(string Nonce, DateTimeOffset ValidUntil);
