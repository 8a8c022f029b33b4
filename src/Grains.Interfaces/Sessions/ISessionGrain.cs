namespace Cashback.Sessions;

/// <summary>One sign-in on one device, key <c>session:ULID</c>: lives 60 days after its last use, and 180 at most.</summary>
[Alias("session")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Repeated: the same ticket.</summary>
    [Alias("start")]
    Task<SessionTicket> StartAsync(string subscriberId, string? device = null);

    /// <summary>
    /// Trades a refresh token, known by its number, for the next one. The two before the current one still get the current
    /// one, each for 30 seconds after it was traded (requests in parallel); an older one or a later use is a theft, and ends
    /// the sign-in. Null: it has ended.
    /// </summary>
    [Alias("refresh")]
    Task<SessionTicket?> RefreshAsync(int tokenNumber);

    /// <summary>Whose sign-in it is, while it lives; null once it has ended.</summary>
    [Alias("subscriber")]
    Task<string?> GetSubscriberIdAsync();

    /// <summary>For the list of sign-ins; null once it has ended.</summary>
    [Alias("line")]
    Task<SignInLine?> GetAsync();

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
    [property: Id(3)] int KeyId = KeyedHash.FirstKeyId);
