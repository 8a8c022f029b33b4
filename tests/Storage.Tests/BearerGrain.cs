using System.Collections.Immutable;
using Cashback.Quarantine;

namespace Cashback.Storage.Tests;

/// <summary>A grain that saves in the ledger with whatever it is told to bear.</summary>
[Alias("test-bearer")]
public interface IBearerGrain : IGrainWithStringKey
{
    /// <returns>The kind of exception that its save ended with, as the grain sees it; null: none.</returns>
    [Alias("bear")]
    Task<string?> BearAsync(ImmutableArray<string> children, ImmutableArray<(string Name, DateTimeOffset? StartAt)> reminders);
}

internal sealed class BearerGrain([PersistentState(StateNames.Quarantine, StorageNames.Ledger)] IPersistentState<Stored<QuarantineEntry>> state)
    : Grain, IBearerGrain
{
    public async Task<string?> BearAsync(ImmutableArray<string> children, ImmutableArray<(string Name, DateTimeOffset? StartAt)> reminders)
    {
        state.State.Record = StoreFixture.Entry("bearer");
        state.State.JoinedWrites = new(
            [.. children.Select(child => new NewRecord(StateNames.Quarantine, StoreFixture.Grain(child), new Stored<QuarantineEntry> { Record = StoreFixture.Entry("child") }))],
            [.. reminders.Select(reminder => new ReminderChange(
                GrainFactory.GetGrain<IAlarmGrain>(this.GetPrimaryKeyString()).GetGrainId(), reminder.Name, reminder.StartAt, TimeSpan.FromMinutes(1)))]);
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
