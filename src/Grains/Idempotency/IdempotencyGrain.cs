using Cashback.Storage;

namespace Cashback.Idempotency;

internal sealed class IdempotencyGrain(
    [PersistentState(StateNames.Idempotency, StorageNames.Records)] IPersistentState<Stored<IdempotencyRecord>> state,
    TimeProvider clock) : RecordGrain<IdempotencyRecord>(state), IIdempotencyGrain
{
    private InFlightRequest? _inFlight;

    public Task<IdempotencyVerdict> BeginAsync(string fingerprint)
    {
        var now = clock.GetUtcNow();
        var verdict = Idempotency.Decide(Record, _inFlight, fingerprint, now);
        if (verdict.Step is IdempotencyStep.Run)
        {
            _inFlight = new InFlightRequest(fingerprint, now);
        }

        return Task.FromResult(verdict);
    }

    public Task RenewAsync(string fingerprint)
    {
        if (_inFlight?.Fingerprint == fingerprint)
        {
            _inFlight = new InFlightRequest(fingerprint, clock.GetUtcNow());
        }

        return Task.CompletedTask;
    }

    public async Task CompleteAsync(string fingerprint, KeptAnswer answer)
    {
        var now = clock.GetUtcNow();
        _inFlight = null;
        if (Record is null || !Record.IsKept(now))
        {
            await SaveAsync(new IdempotencyRecord(fingerprint, answer, now));
        }
    }

    public Task<bool> IsAnsweredAsync() => Task.FromResult(Record?.IsKept(clock.GetUtcNow()) is true);

    public Task AbandonAsync(string fingerprint)
    {
        _inFlight = _inFlight?.Fingerprint == fingerprint ? null : _inFlight;
        return Task.CompletedTask;
    }
}
