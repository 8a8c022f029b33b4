using Cashback.Storage;

namespace Cashback.Quarantine;

internal sealed class QuarantineGrain(
    [PersistentState(StateNames.Quarantine, StorageNames.Records)] IPersistentState<Stored<QuarantineEntry>> state,
    TimeProvider clock)
    : RecordGrain<QuarantineEntry>(state), IQuarantineGrain
{
    public Task<QuarantineEntry?> GetAsync()
    {
        if (Record is null)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(Record);
    }

    public async Task<QuarantineEntry> PutAsync(QuarantinedMessage message)
    {
        var now = clock.GetUtcNow();
        await SaveAsync(Record is { } entry
            ? entry.Again(message.Reason, now)
            : Quarantined.New(GrainKeys.IdOf(this.GetPrimaryKeyString()), message, now));
        return Record!;
    }

    public Task<Outcome<QuarantineEntry>> ReplayedAsync(ReplayResult result) =>
        DecideAsync(entry => entry.Replayed(result, clock.GetUtcNow()));

    public Task<Outcome<QuarantineEntry>> DropAsync() => DecideAsync(entry => entry.Drop());

    private async Task<Outcome<QuarantineEntry>> DecideAsync(Func<QuarantineEntry, Outcome<QuarantineEntry>> decide)
    {
        if (Record is null)
        {
            return new Rejection("not-found", "There is no such message in quarantine.", RejectionKind.NotFound);
        }

        var decided = decide(Record);
        if (decided.Value is { } next)
        {
            await SaveAsync(next);
        }

        return decided;
    }
}
