using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cashback.Ledger;

/// <summary>Metrics of the ledger's storage; see docs/operations.md.</summary>
internal sealed class LedgerMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    };

    private readonly Histogram<int> _batchRows;
    private readonly Histogram<double> _queueTime;
    private readonly Histogram<double> _commitTime;
    private readonly Histogram<int> _readRows;
    private readonly Histogram<double> _readTime;
    private readonly Counter<long> _batchesRetried;
    private readonly Counter<long> _refused;
    private readonly Meter _meter;

    public LedgerMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Cashback");
        _batchRows = _meter.CreateHistogram<int>("cashback.ledger.batch.rows", "{row}", "Rows of a transaction.");
        _queueTime = _meter.CreateHistogram<double>("cashback.ledger.queue.time", "s", "From a save's call until its transaction began.", tags: null, Seconds);
        _commitTime = _meter.CreateHistogram<double>("cashback.ledger.commit.time", "s", "Of a transaction, its commit included.", tags: null, Seconds);
        _readRows = _meter.CreateHistogram<int>("cashback.ledger.read.rows", "{row}", "Records asked for by one query.");
        _readTime = _meter.CreateHistogram<double>("cashback.ledger.read.time", "s", "Of one query.", tags: null, Seconds);
        _batchesRetried = _meter.CreateCounter<long>("cashback.ledger.batches.retried", "{batch}", "Batches that failed and were saved row by row.");
        _refused = _meter.CreateCounter<long>("cashback.ledger.refused", "{request}", "Saves and reads that found the queue full for too long.");
    }

    /// <param name="waiting">How many saves wait in each writer's queue.</param>
    public void Observe(Func<IEnumerable<Measurement<int>>> waiting) =>
        _meter.CreateObservableUpDownCounter("cashback.ledger.queue.depth", waiting, "{save}", "Saves that wait.");

    public void Saved(List<Save> batch, int rows, long started, int alone)
    {
        _batchRows.Record(rows);
        _commitTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (alone > 0)
        {
            _batchesRetried.Add(1);
        }

        if (!_queueTime.Enabled)
        {
            return;
        }

        foreach (var save in batch)
        {
            _queueTime.Record(Stopwatch.GetElapsedTime(save.QueuedAt, started).TotalSeconds);
        }
    }

    public void Read(int rows, long started)
    {
        _readRows.Record(rows);
        _readTime.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public void Refused() => _refused.Add(1);
}
