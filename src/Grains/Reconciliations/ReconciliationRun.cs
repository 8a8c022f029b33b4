using System.Collections.Concurrent;
using Cashback.Purchases;
using Cashback.Queries;
using Cashback.Runs;
using Cashback.Subscribers;

namespace Cashback.Reconciliations;

/// <summary>What a run needs to know beside its lines.</summary>
/// <param name="Expected">The days of the report as an interval; null: what the report lacks is not looked for.</param>
internal sealed record RunScope(string Id, string Network, DateTimeOffset StartedAt, (DateTimeOffset From, DateTimeOffset Until)? Expected);

/// <summary>
/// Goes through a report in batches: a batch is read and compared with what the report said before by one thread, then
/// applied by a bounded number of calls at a time. Its room does not depend on the length of the report.
/// </summary>
internal sealed class ReconciliationRun(
    RunScope scope, IReportSource source, LineReconciler reconciler, ISeenLines seen, IGrainFactory grains,
    IRecordQueries queries) : IDisposable
{
    private const int BatchLength = 512;
    private const int AtATime = 64;
    private const int BatchesBetweenProgress = 4;
    private const int OrdersPerPage = 1_000;
    private readonly Tally _tally = new();
    private readonly List<Conflict> _page = new(ReconciliationLimits.PageLength);
    private int _pages;

    /// <summary>What is written: only that is counted, also if the run breaks off.</summary>
    private long _listed;

    private int _batches;

    public ReconciliationProgress Progress => new(
        source.Percent, _tally.Counts, _tally.Sums, _listed, source.Warnings);

    /// <returns>False: it was cancelled.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var batch = new List<ReportRow>(BatchLength);
        await foreach (var row in source.ReadAsync(cancellation))
        {
            batch.Add(row);
            if (batch.Count == BatchLength)
            {
                if (!await TakeAsync(batch, isLast: false, cancellation))
                {
                    return false;
                }

                batch.Clear();
            }
        }

        return await TakeAsync(batch, isLast: false, cancellation)
            && await TakeDeferredAsync(cancellation)
            && await FindMissingAsync(cancellation)
            && await EndAsync();
    }

    public void Dispose() => seen.Dispose();

    private async Task<bool> TakeDeferredAsync(CancellationToken cancellation)
    {
        var after = -1L;
        while (seen.Deferred(after, BatchLength) is { Count: > 0 } rows)
        {
            if (!await TakeAsync(rows, isLast: true, cancellation))
            {
                return false;
            }

            after = rows[^1].Line;
        }

        return true;
    }

    private async Task<bool> TakeAsync(IReadOnlyList<ReportRow> rows, bool isLast, CancellationToken cancellation)
    {
        var read = rows.Select(reconciler.Read).ToArray();
        await FindVisitsAsync(read, cancellation);
        var lines = read.Select(line => Compare(line, isLast)).ToArray();
        var outcomes = new LineOutcome?[lines.Length];

        // A newer status of a line of the same batch comes after the first one.
        await ApplyAsync(lines, outcomes, line => line.Replaces is null, cancellation);
        await ApplyAsync(lines, outcomes, line => line.Replaces is not null, cancellation);
        for (var i = 0; i < lines.Length; i++)
        {
            if (outcomes[i] is not { } outcome)
            {
                seen.Defer(rows[i]);
                continue;
            }

            _tally.Add(outcome);
            await AddAsync(outcome.Conflict);
        }

        return ++_batches % BatchesBetweenProgress != 0 || await ReportProgressAsync();
    }

    private async Task FindVisitsAsync(ReadLine[] lines, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, lines.Length), options, async (i, stop) =>
            lines[i] = await Retry.RunAsync(() => reconciler.FindVisitAsync(lines[i]), stop));
    }

    private ReadLine Compare(ReadLine line, bool isLast)
    {
        if (line.Settled is not null || line.Reported is not { } said)
        {
            return line;
        }

        if (isLast)
        {
            return seen.Find(line.Key) == said ? line with { IsLast = true } : line with { Settled = new LineOutcome(LineResult.Same) };
        }

        if (seen.Find(line.Key) is not { } before)
        {
            seen.Put(line.Key, said);
            return line;
        }

        switch (RepeatedLine.Compare(before, said))
        {
            case Repetition.Same:
                return line with { Settled = new LineOutcome(LineResult.Same) };
            case Repetition.Newer:
                seen.Put(line.Key, said);
                return line with { Replaces = before };
            default:
                var twice = LineReconciler.Conflicting(
                    line, ConflictReasons.SaidTwice, new(
                        "The report says something else of the same line before; the first word counts.",
                        "Ранее в этом отчёте для строки указаны другие данные; учитываются первые."), null);
                return line with { Settled = twice with { Reported = null } };
        }
    }

    private async Task ApplyAsync(ReadLine[] lines, LineOutcome?[] outcomes, Func<ReadLine, bool> which, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, lines.Length).Where(i => which(lines[i])), options, async (i, stop) =>
            outcomes[i] = lines[i].Settled ?? await Retry.RunAsync(() => reconciler.ApplyAsync(lines[i], IsInReport), stop));
    }

    private bool IsInReport(string line)
    {
        lock (seen)
        {
            return seen.Find(line) is not null;
        }
    }

    /// <summary>Purchases of ours from the days of the report that it lacks, among all order lines of the network.</summary>
    private async Task<bool> FindMissingAsync(CancellationToken cancellation)
    {
        if (scope.Expected is not var (from, until))
        {
            return true;
        }

        until = until < scope.StartedAt ? until : scope.StartedAt;
        string? after = null;
        while (await queries.ListOrdersAsync(scope.Network, after, OrdersPerPage, cancellation) is { Count: > 0 } orders)
        {
            var absent = orders.Where(order =>
                order.RegisteredAt is not { } at
                || (at >= from && at < until)).Where(order => !IsInReport(GrainKeys.IdOf(order.Key))).ToArray();
            var missing = new ConcurrentBag<(OrderOwner Order, PurchaseView Purchase)>();
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellation };
            await Parallel.ForEachAsync(absent, options, async (order, stop) =>
            {
                var subscriber = grains.GetGrain<ISubscriberAccountGrain>(GrainKeys.Subscriber(order.SubscriberId));
                if (await Retry.RunAsync(() => subscriber.GetPurchaseAsync(OrderKey.Parse(GrainKeys.IdOf(order.Key))), stop) is { } purchase
                    && ReportComparison.IsExpected(purchase.RegisteredAt, purchase.Status, from, until))
                {
                    missing.Add((order, purchase));
                }
            });
            foreach (var (order, purchase) in missing.OrderBy(one => one.Order.Key, StringComparer.Ordinal))
            {
                _tally.AddMissing(purchase);
                await AddAsync(MissingOf(order, purchase));
            }

            after = orders[^1].Key;
            if (!await ReportProgressAsync())
            {
                return false;
            }
        }

        return true;
    }

    private static Conflict MissingOf(OrderOwner order, PurchaseView purchase) => new()
    {
        Reason = ConflictReasons.Missing,
        Detail = new("The report lacks this purchase.", "Этой покупки нет в отчёте."),
        PurchaseId = purchase.Id,
        OrderId = purchase.OrderId,
        SubscriberId = order.SubscriberId,
        OurStatus = purchase.Status,
        OurAmount = purchase.Amount,
    };

    private async Task AddAsync(Conflict? conflict)
    {
        if (conflict is null)
        {
            return;
        }

        _page.Add(conflict);
        if (_page.Count == ReconciliationLimits.PageLength)
        {
            await WritePageAsync();
            _pages++;
            _page.Clear();
        }
    }

    /// <summary>The page that is not full is written with each report of progress, so that what is counted can be seen.</summary>
    private async Task<bool> ReportProgressAsync()
    {
        await WritePageAsync();
        return await Retry.RunAsync(
            () => grains.GetGrain<IReconciliationGrain>(GrainKeys.Reconciliation(scope.Id)).ProgressAsync(Progress),
            CancellationToken.None);
    }

    private async Task<bool> EndAsync()
    {
        await WritePageAsync();
        return true;
    }

    private async Task WritePageAsync()
    {
        if (_page.Count > 0)
        {
            await Retry.RunAsync(
                () => grains.GetGrain<IConflictPageGrain>(GrainKeys.ConflictPage(scope.Id, _pages)).PutAsync(_page.ToArray()),
                CancellationToken.None);
            _listed = ((long)_pages * ReconciliationLimits.PageLength) + _page.Count;
        }
    }
}
