using Cashback.Storage;

namespace Cashback.Idempotency;

[CollectionAgeLimit(Minutes = 5)]
internal sealed class IdempotencyGrain(
    [PersistentState(StateNames.Idempotency, StorageNames.Records)] IPersistentState<Stored<IdempotencyRecord>> state,
    TimeProvider clock) : RecordGrain<IdempotencyRecord>(state), IIdempotencyGrain
{
    /// <summary>What refuses has decided nothing.</summary>
    private const int Refusal = 400;

    private InFlightRequest? _inFlight;

    /// <summary>A refusal is repeated as long as this grain stays in memory, and leaves no record behind.</summary>
    private IdempotencyRecord? _refused;

    private IdempotencyRecord? Kept(DateTimeOffset now) => Record?.IsKept(now) is true ? Record : _refused;

    public Task<IdempotencyVerdict> BeginAsync(string fingerprint)
    {
        var now = clock.GetUtcNow();
        var verdict = Idempotency.Decide(Kept(now), _inFlight, fingerprint, now);
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
        if (answer.Status >= Refusal)
        {
            _refused ??= new IdempotencyRecord(fingerprint, answer, now);
        }
        else if (Record is null || !Record.IsKept(now))
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
