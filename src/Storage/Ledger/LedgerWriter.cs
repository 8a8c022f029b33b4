using System.Diagnostics;
using System.Threading.Channels;

namespace Cashback.Ledger;

/// <summary>Writes a batch of saves as one transaction. Of two saves of one key the second waits for the next batch.</summary>
internal sealed class LedgerWriter(ILedgerDatabase database, LedgerLimits limits, LedgerMetrics metrics, ILogger log)
    : LedgerLoop<Save>(database, limits, metrics, log)
{
    private readonly List<Save> _batch = [];
    private readonly List<Save> _clears = [];
    private readonly HashSet<(string State, string Key)> _keys = [];
    private List<Save> _carried = [];
    private List<Save> _carriedBefore = [];
    private int _rows;

    protected override bool HasLeftOver => _carried.Count > 0;

    protected override void Collect(ChannelReader<Save> queue)
    {
        (_carried, _carriedBefore) = (_carriedBefore, _carried);
        foreach (var save in _carriedBefore)
        {
            Take(save);
        }

        _carriedBefore.Clear();
        while (_rows < Limits.BatchRows && _carried.Count < Limits.BatchRows && queue.TryRead(out var save))
        {
            Take(save);
        }
    }

    protected override async ValueTask SendAsync(CancellationToken cancellation)
    {
        if (_batch.Count > 0)
        {
            var started = Stopwatch.GetTimestamp();
            var alone = await Session.SaveAsync(_batch);
            Metrics.Saved(_batch, _rows, started, alone);
        }

        foreach (var clear in _clears)
        {
            await Session.ClearAsync(clear);
        }
    }

    protected override void Fail(Exception exception)
    {
        var failure = new OrleansException("The ledger's database failed. It is not known whether this was saved.", exception);
        foreach (var save in _batch)
        {
            save.Fail(failure);
        }

        foreach (var clear in _clears)
        {
            clear.Fail(failure);
        }
    }

    protected override void Forget()
    {
        foreach (var save in _batch)
        {
            GiveBack(save);
        }

        _batch.Clear();
        _clears.Clear();
        _keys.Clear();
        _rows = 0;
    }

    private void Take(Save save)
    {
        if (save.IsCancelled)
        {
            save.Cancel();
            GiveBack(save);
            return;
        }

        // A later save of a key that was carried over is carried over as well, so that the order is kept.
        var free = _keys.Add((save.Own.State, save.Own.Key));
        foreach (var row in save.JoinedRows)
        {
            free &= _keys.Add((row.State, row.Key));
        }

        if (!free)
        {
            _carried.Add(save);
        }
        else if (save.IsClear)
        {
            _clears.Add(save);
        }
        else
        {
            _batch.Add(save);
            _rows += save.Rows;
        }
    }

    private static void GiveBack(Save save)
    {
        if (save.Buffer is { } buffer)
        {
            save.Buffer = null;
            SaveBuffer.GiveBack(buffer);
        }
    }
}
