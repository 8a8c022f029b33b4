using System.Threading.Channels;

namespace Cashback.Ledger;

/// <summary>
/// A bounded queue and its consumer, with a connection of its own. A batch is what was enqueued during the batch before;
/// the consumer never waits for more, and goes on after every failure of the database.
/// </summary>
internal abstract partial class LedgerLoop<TItem>(
    ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, ILogger log) : IDisposable
    where TItem : class, IQueued
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Channel<TItem> _queue = Channel.CreateBounded<TItem>(
        new BoundedChannelOptions(limits.Queue) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly CancellationTokenSource _stopNow = new();
    private TimeSpan _pause;
    private Task _consuming = Task.CompletedTask;

    public int Waiting => _queue.Reader.Count;

    protected ILedgerSession Session { get; } = database.NewSession();

    protected LedgerLimits Limits => limits;

    protected LedgerMetrics Metrics => metrics;

    /// <summary>Something is left over from the last batch.</summary>
    protected virtual bool HasLeftOver => false;

    /// <summary>Opens the connection, so that the first call finds it open, and starts the consumer.</summary>
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

        _consuming = Task.Factory.StartNew(
            ConsumeAsync, CancellationToken.None, database.Blocks ? TaskCreationOptions.LongRunning : TaskCreationOptions.None,
            TaskScheduler.Default).Unwrap();
    }

    /// <summary>
    /// Accepts nothing more, and returns when everything in the queue is answered. After <paramref name="cancellation"/> the rest
    /// of it fails.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _queue.Writer.TryComplete();
        await using (cancellation.Register(_stopNow.Cancel))
        {
            await _consuming.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <exception cref="TimeoutException">The queue was full for too long.</exception>
    public ValueTask EnqueueAsync(TItem item) => _queue.Writer.TryWrite(item) ? default : WaitForRoomAsync(item);

    public void Dispose() => _stopNow.Dispose();

    /// <summary>Takes from the queue what goes into one batch.</summary>
    protected abstract void Collect(ChannelReader<TItem> queue);

    /// <summary>Sends what was collected and answers it.</summary>
    protected abstract ValueTask SendAsync(CancellationToken cancellation);

    /// <summary>Answers everything collected that has no answer.</summary>
    protected abstract void Fail(Exception exception);

    /// <summary>Clears the batch, after success and failure.</summary>
    protected abstract void Forget();

    private async Task ConsumeAsync()
    {
        while (HasLeftOver || await NextAsync())
        {
            try
            {
                Collect(_queue.Reader);
                await Session.OpenAsync(_stopNow.Token);
                await SendAsync(_stopNow.Token);
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

    // A session that blocks needs a thread of its own: waiting blocks too, so that the loop stays on that thread.
    private ValueTask<bool> NextAsync()
    {
        var next = _queue.Reader.WaitToReadAsync();
        return next.IsCompleted || !database.Blocks ? next : new(next.AsTask().GetAwaiter().GetResult());
    }

    private async ValueTask WaitForRoomAsync(TItem item)
    {
        using var timeout = new CancellationTokenSource(limits.EnqueueTimeout);
        try
        {
            await _queue.Writer.WriteAsync(item, timeout.Token);
        }
        catch (OperationCanceledException e)
        {
            metrics.Refused();
            throw new TimeoutException($"The ledger's queue was full for {limits.EnqueueTimeout.TotalSeconds} s; nothing was done.", e);
        }
        catch (ChannelClosedException e)
        {
            throw new OrleansException("The silo is stopping; nothing was done.", e);
        }
    }

    // With back-off, so that a database that is away is not called in a tight loop. Meanwhile the queue fills, and callers are
    // refused when it is full.
    private async Task RecoverAsync()
    {
        await CloseAsync();
        _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        await Task.Delay(_pause, _stopNow.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger's connection failed; the saves and reads of its batch fail, and a new connection is opened")]
    private partial void LogFailed(Exception exception);
}
