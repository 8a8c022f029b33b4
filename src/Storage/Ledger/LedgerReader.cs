using System.Diagnostics;
using System.Threading.Channels;

namespace Cashback.Ledger;

/// <summary>Reads the records of all waiting activations with one query.</summary>
internal sealed class LedgerReader(ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, ILogger log)
    : LedgerLoop<Read>(database, limits, metrics, log)
{
    private readonly List<Read> _batch = [];

    protected override void Collect(ChannelReader<Read> queue)
    {
        while (_batch.Count < Limits.BatchRows && queue.TryRead(out var read))
        {
            _batch.Add(read);
        }
    }

    protected override async ValueTask SendAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await Session.ReadAsync(_batch);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // The connection may have been broken by a restart of the database: once more with a new one.
            await Session.CloseAsync();
            await Session.OpenAsync(cancellation);
            await Session.ReadAsync(_batch);
        }

        Metrics.Read(_batch.Count, started);
    }

    protected override void Fail(Exception exception)
    {
        var failure = new OrleansException("The ledger's database failed; the record was not read.", exception);
        foreach (var read in _batch)
        {
            read.Fail(failure);
        }
    }

    protected override void Forget() => _batch.Clear();
}
