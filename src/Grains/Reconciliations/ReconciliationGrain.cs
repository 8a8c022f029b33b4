using Cashback.Storage;

namespace Cashback.Reconciliations;

internal sealed class ReconciliationGrain(
    [PersistentState(StateNames.Reconciliation, StorageNames.Records)] IPersistentState<Stored<Reconciliation>> state,
    TimeProvider clock)
    : RecordGrain<Reconciliation>(state), IReconciliationGrain
{
    private string Id => GrainKeys.IdOf(this.GetPrimaryKeyString());

    public Task<ReconciliationView?> GetAsync()
    {
        if (Record is null)
        {
            DeactivateSoon();
        }

        return Task.FromResult(Record?.View(Id, clock.GetUtcNow()));
    }

    public async Task<ReconciliationView> StartAsync(ReconciliationStart start)
    {
        await SaveAsync(Record ?? Reconciliation.Begin(start, clock.GetUtcNow()));
        return Record!.View(Id, clock.GetUtcNow());
    }

    public async Task<bool> ProgressAsync(ReconciliationProgress progress)
    {
        if (Record is not { CancelRequested: false, IsOver: false } run)
        {
            return false;
        }

        await SaveAsync(run.Advance(progress, clock.GetUtcNow()));
        return true;
    }

    public async Task FinishAsync(ReconciliationState state, ReconciliationProgress progress, LocalText? error)
    {
        if (Record is { } run)
        {
            await SaveAsync(run.Finish(state, progress, error, clock.GetUtcNow()));
        }
    }

    public async Task<Outcome<ReconciliationView>> CancelAsync()
    {
        if (Record is null)
        {
            return new Rejection("not-found", new("There is no such reconciliation.", "Такой сверки нет."), RejectionKind.NotFound);
        }

        var decided = Record.Cancel(clock.GetUtcNow());
        if (decided.Value is not { } next)
        {
            return decided.Rejection!;
        }

        await SaveAsync(next);
        return Record.View(Id, clock.GetUtcNow());
    }
}
