namespace Cashback.Storage;

/// <summary>
/// A grain that holds one immutable record, decided by pure code and saved by one write.
/// Decisions that are made while a write is under way build on each other and share the next write: a busy grain of a
/// reentrant class saves as often as the store answers, not once for each call.
/// A failed write leaves memory ahead of the store (and may have been committed all the same), so on any failure the
/// activation ends, with every call that waits for a write, and the next one reads what is true.
/// </summary>
public abstract class RecordGrain<TRecord>(IPersistentState<Stored<TRecord>> state) : Grain
    where TRecord : class
{
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _failed = new();
    private IGrainTimer? _idle;
    private bool _begun;
    private bool _found;
    private TRecord? _saved;
    private TRecord? _decided;
    private Task _writing = Task.CompletedTask;
    private Task? _waiting;
    private TRecord? _onItsWay;

    /// <summary>
    /// The record as last saved; null if there is none yet. What others are notified of is taken from it, since it is durable.
    /// </summary>
    protected TRecord? Record => _begun ? _saved : state.State.Record;

    /// <summary>The newest decision, saved or on its way: what the next decision is made on, synchronously up to its save.</summary>
    protected TRecord? Decided => _begun ? _decided : state.State.Record;

    /// <summary>
    /// The record, for a grain whose first one can begin with another grain's save (<see cref="JoinedWrites"/>), which this
    /// activation does not see: while there is none, each call but the first reads again.
    /// </summary>
    protected async ValueTask<TRecord?> FindRecordAsync()
    {
        if (Record is null && !_begun)
        {
            if (_found)
            {
                await state.ReadStateAsync();
            }

            _found = true;
            DeactivateSoon();
        }

        return Record;
    }

    /// <summary>
    /// Ends the activation when no call has asked for that for two seconds, so that a flood of different keys does not fill the
    /// memory. Not at once: each call that waits would be forwarded to an activation that ends as well, and after two of
    /// these Orleans refuses it.
    /// </summary>
    protected void DeactivateSoon()
    {
        if (_idle is null)
        {
            _idle = this.RegisterGrainTimer(DeactivateAsync, new GrainTimerCreationOptions(IdleFor, Timeout.InfiniteTimeSpan));
        }
        else
        {
            _idle.Change(IdleFor, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Ends when a write has failed: this activation is over, and nothing it still waits for may hold it up.</summary>
    protected Task Failed => _failed.Task;

    /// <summary>The only write path. Ends when the decision is durable; a record that is saved already is not written.</summary>
    protected Task SaveAsync(TRecord next)
    {
        if (!_begun)
        {
            _saved = state.State.Record;
            _begun = true;
        }

        _decided = next;
        if (_waiting is not null)
        {
            return _waiting;
        }

        if (!_writing.IsCompleted)
        {
            return ReferenceEquals(next, _onItsWay) ? _writing : _waiting = WriteNextAsync();
        }

        return _writing.IsFaulted ? _writing : ReferenceEquals(next, _saved) ? Task.CompletedTask : _writing = WriteAsync();
    }

    /// <summary>The record goes, in a grain that takes one call at a time; a later save begins a new one.</summary>
    protected async Task ClearAsync()
    {
        try
        {
            await state.ClearStateAsync();
            (_saved, _decided, _begun) = (null, null, true);
        }
        catch
        {
            DeactivateOnIdle();
            _failed.TrySetResult();
            throw;
        }
    }

    /// <summary>What must be there before the record is: a reminder that wakes it.</summary>
    protected virtual ValueTask PrepareAsync(TRecord next) => ValueTask.CompletedTask;

    /// <summary>What the write is to bring about beside the record (<see cref="JoinedWrites"/>); called once for each write.</summary>
    protected virtual JoinedWrites? TakeJoinedWrites() => null;

    /// <summary>
    /// The decision with the refused writes put back, to be made later by the outbox: one of the records existed already.
    /// </summary>
    protected virtual TRecord WithoutJoinedWrites(TRecord decided, JoinedWrites refused) => throw new InvalidOperationException($"{this} joins no writes.");

    private Task DeactivateAsync(CancellationToken cancellation)
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task WriteNextAsync()
    {
        await _writing;
        _writing = _waiting!;
        _waiting = null;
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        var next = _onItsWay = _decided!;
        var joined = TakeJoinedWrites();
        try
        {
            await PrepareAsync(next);
            try
            {
                await WriteAsync(next, joined);
            }
            catch (Exception e) when (joined is not null && IsRecordExists(e))
            {
                next = WithoutJoinedWrites(_decided!, joined);
                next = TakeJoinedWrites() is { } younger ? WithoutJoinedWrites(next, younger) : next;
                _onItsWay = _decided = next;
                await PrepareAsync(next);
                await WriteAsync(next, null);
            }

            _saved = next;
        }
        catch
        {
            DeactivateOnIdle();
            _failed.TrySetResult();
            throw;
        }
    }

    private Task WriteAsync(TRecord next, JoinedWrites? joined)
    {
        state.State.Record = next;
        state.State.JoinedWrites = joined;
        return state.WriteStateAsync();
    }

    private static bool IsRecordExists(Exception? e) => e is RecordExistsException || (e is not null && IsRecordExists(e.InnerException));
}
