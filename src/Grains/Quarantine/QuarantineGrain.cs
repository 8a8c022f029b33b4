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
            DeactivateSoon();
        }

        return Task.FromResult(Record);
    }

    public async Task<QuarantineEntry> PutAsync(QuarantinedMessage message, DateTimeOffset receivedAt)
    {
        await SaveAsync(Record is { } entry
            ? entry.Again(message.Reason, receivedAt)
            : Quarantined.New(GrainKeys.IdOf(this.GetPrimaryKeyString()), message, receivedAt));

        // A million unknown clicks are a million grains: none of them stays in memory for the next quarter of an hour.
        DeactivateSoon();
        return Record!;
    }

    public Task<Outcome<QuarantineEntry>> ReplayedAsync(ReplayResult result, string by) =>
        DecideAsync(entry => entry.Replayed(result, by, clock.GetUtcNow()));

    public Task<Outcome<QuarantineEntry>> DropAsync(string by, string? reason) =>
        DecideAsync(entry => entry.Dropped(by, reason, clock.GetUtcNow()));

    private async Task<Outcome<QuarantineEntry>> DecideAsync(Func<QuarantineEntry, Outcome<QuarantineEntry>> decide)
    {
        if (Record is null)
        {
            return new Rejection("not-found", new("There is no such message in quarantine.", "Такого сообщения в карантине нет."), RejectionKind.NotFound);
        }

        var decided = decide(Record);
        if (decided.Value is { } next)
        {
            await SaveAsync(next);
        }

        DeactivateSoon();
        return decided;
    }
}
