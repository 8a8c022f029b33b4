namespace Cashback.Sessions;

/// <summary>One sign-in on one device, key <c>session:ULID</c>: lives 60 days after its last use.</summary>
[Alias("session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Repeated: the same ticket.</summary>
    [Alias("start")]
    Task<SessionTicket> StartAsync(string subscriberId);

    /// <summary>
    /// Trades a refresh token, known by its number, for the next one. The token before the current one still gets the
    /// current one for 30 seconds (requests in parallel); an older one is stolen, and ends the sign-in. Null: it has ended.
    /// </summary>
    [Alias("refresh")]
    Task<SessionTicket?> RefreshAsync(int tokenNumber);

    /// <summary>Whose sign-in it is, while it lives; null once it has ended.</summary>
    [Alias("subscriber")]
    Task<string?> GetSubscriberIdAsync();

    /// <summary>Ends the sign-in: its tokens stop working at once. Repeated: changes nothing.</summary>
    [Alias("end")]
    Task EndAsync();
}

/// <param name="TokenNumber">Number of the refresh token that works now; counts up from 1.</param>
/// <param name="KeyId">Of the secret with which this token is made, each time it is asked for.</param>
[GenerateSerializer, Immutable, Alias("session-ticket")]
public sealed record SessionTicket(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string SubscriberId,
    [property: Id(2)] int TokenNumber,
    [property: Id(3)] int KeyId = Secrets.First);
