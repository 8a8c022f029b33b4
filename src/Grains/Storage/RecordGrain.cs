namespace Cashback.Storage;

/// <summary>A grain's state as it is stored: a version of its form, and the record. No record: nothing was ever saved.</summary>
public sealed class Stored<TRecord>
    where TRecord : class
{
    public int SchemaVersion { get; set; } = 1;

    public TRecord? Record { get; set; }
}

/// <summary>
/// A grain that holds one immutable record, decided by pure code and saved by one write.
/// A failed write leaves memory ahead of the store (and may have been committed all the same), so on any failure the
/// activation ends and the next one reads what is true.
/// </summary>
public abstract class RecordGrain<TRecord>(IPersistentState<Stored<TRecord>> state) : Grain
    where TRecord : class
{
    /// <summary>The record as last saved; null if there is none yet.</summary>
    protected TRecord? Record => state.State.Record;

    protected async Task SaveAsync(TRecord next)
    {
        if (ReferenceEquals(next, state.State.Record))
        {
            return;
        }

        state.State.Record = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
