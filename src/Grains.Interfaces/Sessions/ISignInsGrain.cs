namespace Cashback.Sessions;

/// <summary>The sign-ins of one subscriber, key <c>signins:SUBSCRIBER</c>.</summary>
[Alias("sign-ins")]
public interface ISignInsGrain : IGrainWithStringKey
{
    /// <summary>Starts a sign-in. Repeated: the same ticket.</summary>
    [Alias("start")]
    Task<SessionTicket> StartAsync(string sessionId, string? device);

    /// <summary>Those that live, the newest first.</summary>
    [Alias("list")]
    Task<IReadOnlyList<SignInLine>> ListAsync();

    /// <summary>Ends one: its tokens stop working at once.</summary>
    /// <returns>False if there is none of this id that lives.</returns>
    [Alias("end")]
    Task<bool> EndAsync(string sessionId);

    /// <summary>Ends all, or all but one.</summary>
    [Alias("end-all")]
    Task EndAllAsync(string? except);
}

/// <param name="Device">As its client calls itself; null: it did not say.</param>
/// <param name="LastUsedAt">At the latest of its last renewal and what the silo has seen of it since.</param>
[GenerateSerializer, Immutable, Alias("sign-in-line")]
public sealed record SignInLine(
    [property: Id(0)] string SessionId,
    [property: Id(1)] string? Device,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] DateTimeOffset LastUsedAt);
