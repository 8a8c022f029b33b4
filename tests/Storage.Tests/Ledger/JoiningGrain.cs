using System.Collections.Immutable;
using Cashback.Quarantine;
using Cashback.Storage.Tests.Reminders;

namespace Cashback.Storage.Tests.Ledger;

/// <summary>A grain that saves in the ledger, with the joined writes that a test wants.</summary>
[Alias("test-joining")]
public interface IJoiningGrain : IGrainWithStringKey
{
    /// <returns>The kind of exception that its save ended with, as the grain sees it; null: none.</returns>
    [Alias("save")]
    Task<string?> SaveAsync(ImmutableArray<string> children, ImmutableArray<(string Name, DateTimeOffset? StartAt)> reminders);
}

internal sealed class JoiningGrain(
    [PersistentState(StateNames.Quarantine, StorageNames.Ledger)] IPersistentState<Stored<QuarantineEntry>> state)
    : Grain, IJoiningGrain
{
    public async Task<string?> SaveAsync(ImmutableArray<string> children, ImmutableArray<(string Name, DateTimeOffset? StartAt)> reminders)
    {
        state.State.Record = StoreFixture.Entry("parent");
        state.State.JoinedWrites = new(
            [.. children.Select(child => new NewRecord(StateNames.Quarantine, StoreFixture.Grain(child),
                new Stored<QuarantineEntry> { Record = StoreFixture.Entry("child") }))],
            [.. reminders.Select(reminder => new ReminderChange(
                GrainFactory.GetGrain<IAlarmGrain>(this.GetPrimaryKeyString()).GetGrainId(), reminder.Name, reminder.StartAt,
                TimeSpan.FromMinutes(1)))]);
        try
        {
            await state.WriteStateAsync();
            return null;
        }
        catch (Exception e)
        {
            DeactivateOnIdle();
            return e.GetType().Name;
        }
    }
}
