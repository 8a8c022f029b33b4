using System.Threading.Channels;

namespace Cashback.Ledger;

/// <summary>
/// A queue and the one that works it off over a connection of its own: it takes what gathered while it was busy, and
/// never waits for more to come. It outlives every failure of the database.
/// </summary>
internal abstract partial class LedgerLoop<TItem>(ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, ILogger log) : IDisposable
    where TItem : class, IQueued
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Channel<TItem> _queue = Channel.CreateBounded<TItem>(
        new BoundedChannelOptions(limits.Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource _hurry = new();
    private TimeSpan _pause;
    private Task _working = Task.CompletedTask;

    public int Waiting => _queue.Reader.Count;

    protected ILedgerSession Session { get; } = database.NewSession();

    protected LedgerLimits Limits => limits;

    protected LedgerMetrics Metrics => metrics;

    /// <summary>Something is left over from the last batch.</summary>
    protected virtual bool HasLeftOver => false;

    /// <summary>Opens the connection, so that the first call finds it open, and begins.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (database.Blocks)
        {
            await Task.Run(async () => await Session.OpenAsync(cancellation), cancellation);
        }
        else
        {
            await Session.OpenAsync(cancellation);
        }

        _working = Task.Factory.StartNew(
            WorkAsync, CancellationToken.None, database.Blocks ? TaskCreationOptions.LongRunning : TaskCreationOptions.None, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Takes nothing more, and returns when all that was taken is answered; with what is not by then, when <paramref name="cancellation"/> says so.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _queue.Writer.TryComplete();
        await using (cancellation.Register(_hurry.Cancel))
        {
            await _working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <exception cref="TimeoutException">The queue was full for too long.</exception>
    public ValueTask PutAsync(TItem item) => _queue.Writer.TryWrite(item) ? default : WaitForRoomAsync(item);

    public void Dispose() => _hurry.Dispose();

    /// <summary>Takes from the queue what goes into one batch.</summary>
    protected abstract void Collect(ChannelReader<TItem> queue);

    /// <summary>Sends what was collected and answers it.</summary>
    protected abstract ValueTask SendAsync(CancellationToken cancellation);

    /// <summary>Answers everything collected that has no answer.</summary>
    protected abstract void Fail(Exception exception);

    /// <summary>After a batch, whatever became of it.</summary>
    protected abstract void Forget();

    private async Task WorkAsync()
    {
        while (HasLeftOver || await NextAsync())
        {
            try
            {
                Collect(_queue.Reader);
                await Session.OpenAsync(_hurry.Token);
                await SendAsync(_hurry.Token);
                _pause = TimeSpan.Zero;
            }
            catch (Exception e)
            {
                LogFailed(e);
                Fail(e);
                await RecoverAsync();
            }
            finally
            {
                Forget();
            }
        }

        await CloseAsync();
    }

    // Where the session blocks anyway this thread waits too, and so keeps the loop.
    private ValueTask<bool> NextAsync()
    {
        var next = _queue.Reader.WaitToReadAsync();
        return next.IsCompleted || !database.Blocks ? next : new(next.AsTask().GetAwaiter().GetResult());
    }

    private async ValueTask WaitForRoomAsync(TItem item)
    {
        using var patience = new CancellationTokenSource(limits.Patience);
        try
        {
            await _queue.Writer.WriteAsync(item, patience.Token);
        }
        catch (OperationCanceledException e)
        {
            metrics.Refused();
            throw new TimeoutException($"The ledger's queue was full for {limits.Patience.TotalSeconds} s; nothing was done.", e);
        }
        catch (ChannelClosedException e)
        {
            throw new OrleansException("The silo is stopping; nothing was done.", e);
        }
    }

    // A database that is away is not asked in a tight loop; meanwhile callers gather, and are refused when there are too many.
    private async Task RecoverAsync()
    {
        await CloseAsync();
        _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        await Task.Delay(_pause, _hurry.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask CloseAsync()
    {
        try
        {
            await Session.CloseAsync();
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger's connection failed; those who waited for it are told so, and a fresh one is opened")]
    private partial void LogFailed(Exception exception);
}
