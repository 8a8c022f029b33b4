namespace Cashback.Storage;

/// <summary>
/// A grain that holds one immutable record, decided by pure code and saved by one write.
/// A failed write leaves memory ahead of the store (and may have been committed all the same), so on any failure the
/// activation ends and the next one reads what is true.
/// </summary>
public abstract class RecordGrain<TRecord>(IPersistentState<Stored<TRecord>> state) : Grain
    where TRecord : class
{
    private readonly TaskCompletionSource _failed = new();
    private TRecord? _lastSaved;
    private bool _unsaved;

    /// <summary>
    /// The record as last saved; null if there is none yet. While a write is under way (or has failed) it is still the
    /// one before, so that interleaved work never acts on what is not durable.
    /// </summary>
    protected TRecord? Record => _unsaved ? _lastSaved : state.State.Record;

    /// <summary>Ends when a write has failed: this activation is over, and nothing it still waits for may hold it up.</summary>
    protected Task Failed => _failed.Task;

    /// <summary>The only write path. The same record again is not written.</summary>
    protected async Task SaveAsync(TRecord next)
    {
        if (ReferenceEquals(next, Record))
        {
            return;
        }

        _lastSaved = Record;
        _unsaved = true;
        state.State.Record = next;
        try
        {
            await state.WriteStateAsync();
            _unsaved = false;
        }
        catch
        {
            DeactivateOnIdle();
            _failed.TrySetResult();
            throw;
        }
    }
}
