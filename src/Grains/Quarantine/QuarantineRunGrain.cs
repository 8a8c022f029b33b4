using Cashback.Storage;

namespace Cashback.Quarantine;

internal sealed class QuarantineRunGrain(
    [PersistentState(StateNames.QuarantineRun, StorageNames.Records)] IPersistentState<Stored<QuarantineRun>> state,
    TimeProvider clock)
    : RecordGrain<QuarantineRun>(state), IQuarantineRunGrain
{
    public Task<QuarantineRun?> GetAsync()
    {
        if (Record is null)
        {
            DeactivateSoon();
        }

        return Task.FromResult(Record);
    }

    public async Task<QuarantineRunStart> BeginAsync(QuarantineTask task, string by, long total)
    {
        var start = Record.Begin(GrainKeys.IdOf(this.GetPrimaryKeyString()), task, by, total, clock.GetUtcNow());
        await SaveAsync(start.Run);
        return start;
    }

    public async Task<bool> ReportAsync(int attempt, QuarantineProgress progress, QuarantineRunState state)
    {
        if (Record?.Report(attempt, progress, state, clock.GetUtcNow()) is not { } next)
        {
            return false;
        }

        await SaveAsync(next);
        return true;
    }
}
