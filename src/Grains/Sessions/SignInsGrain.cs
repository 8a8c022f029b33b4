using Cashback.Storage;

namespace Cashback.Sessions;

internal sealed class SignInsGrain([PersistentState(StateNames.SignIns, StorageNames.Records)] IPersistentState<Stored<SignIns>> state)
    : RecordGrain<SignIns>(state), ISignInsGrain
{
    private string SubscriberId => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public async Task<SessionTicket> StartAsync(string sessionId, string? device)
    {
        // Listed first: a sign-in that works and is not listed could not be ended.
        var (next, pushed) = (Record ?? SignIns.None).Add(sessionId);
        foreach (var oldest in pushed)
        {
            await Session(oldest).EndAsync();
        }

        await SaveAsync(next);
        return await Session(sessionId).StartAsync(SubscriberId, device);
    }

    public async Task<IReadOnlyList<SignInLine>> ListAsync()
    {
        var ids = (Record ?? SignIns.None).Sessions;
        var lines = await Task.WhenAll(ids.Select(id => Session(id).GetAsync()));
        return [.. lines.OfType<SignInLine>()];
    }

    public async Task<bool> EndAsync(string sessionId)
    {
        if (Record?.Sessions.Contains(sessionId) is not true)
        {
            return false;
        }

        var lived = await Session(sessionId).GetAsync() is not null;
        await EndAsync([sessionId]);
        return lived;
    }

    public Task EndAllAsync(string? except) => EndAsync([.. (Record ?? SignIns.None).Sessions.Where(id => id != except)]);

    private async Task EndAsync(string[] sessions)
    {
        await Task.WhenAll(sessions.Select(id => Session(id).EndAsync()));
        if (Record is { } record)
        {
            await SaveAsync(record.Without(sessions));
        }
    }

    private ISessionGrain Session(string sessionId) => GrainFactory.GetGrain<ISessionGrain>(GrainKeys.Session(sessionId));
}
