using Cashback.Storage;
using Cashback.Subscribers;
using Microsoft.Extensions.Logging;

namespace Cashback.Sessions;

internal sealed partial class SessionGrain(
    [PersistentState(StateNames.Session, StorageNames.Records)] IPersistentState<Stored<SessionRecord>> state,
    Secrets secrets,
    TimeProvider clock,
    ILogger<SessionGrain> log) : RecordGrain<SessionRecord>(state), ISessionGrain
{
    /// <summary>In memory only: not every request is worth a write.</summary>
    private DateTimeOffset _usedAt;

    private string SessionId => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public async Task<SessionTicket> StartAsync(string subscriberId, string? device)
    {
        await SaveAsync(Record ?? SessionRecord.Start(subscriberId, clock.GetUtcNow(), device) with { KeyId = secrets.Current });
        return Ticket(Record!);
    }

    public async Task<SessionTicket?> RefreshAsync(int tokenNumber)
    {
        if (Record is not { } session)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (await HasLeftAsync(session))
        {
            await SaveAsync(session.End(now));
            return null;
        }

        var next = session.Refresh(tokenNumber, now);
        if (next.EndedAt is not null && session.EndedAt is null)
        {
            LogReuse(SessionId, session.SubscriberId);
        }

        next = next.TokenNumber == session.TokenNumber ? next : next with { KeyId = secrets.Current };
        await SaveAsync(next);
        return next.IsAlive(now) ? Ticket(next) : null;
    }

    public Task<string?> GetSubscriberIdAsync()
    {
        var now = clock.GetUtcNow();
        if (Record is not { } session || !session.IsAlive(now))
        {
            return Task.FromResult<string?>(null);
        }

        _usedAt = now;
        return Task.FromResult<string?>(session.SubscriberId);
    }

    public Task<SignInLine?> GetAsync() => Task.FromResult(
        Record is { } session && session.IsAlive(clock.GetUtcNow())
            ? new SignInLine(SessionId, session.Device, session.StartedAt, _usedAt > session.RefreshedAt ? _usedAt : session.RefreshedAt)
            : null);

    public async Task EndAsync()
    {
        if (Record is { } session)
        {
            await SaveAsync(session.End(clock.GetUtcNow()));
        }
    }

    /// <summary>
    /// Leaving ends all sign-ins before it is answered. Where a process died between the two, no token outlives it by more than its own
    /// quarter of an hour, since no new one is made.
    /// </summary>
    private Task<bool> HasLeftAsync(SessionRecord session) =>
        GrainFactory.GetGrain<ISubscriberEventsGrain>(GrainKeys.Subscriber(session.SubscriberId)).HasLeftAsync();

    private SessionTicket Ticket(SessionRecord session) =>
        new(SessionId, session.SubscriberId, session.TokenNumber, session.KeyId ?? Secrets.First);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in {SessionId} of {SubscriberId} ended: a refresh token was used again too late")]
    private partial void LogReuse(string sessionId, string subscriberId);
}
