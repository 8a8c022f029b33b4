namespace Cashback.Reconciliations;

/// <summary>A network's report, row by row: a file, or pages of its statistics. Read once, then disposed of.</summary>
public interface IReportSource : IAsyncDisposable
{
    /// <summary>How much of it was read, 0–100.</summary>
    int Percent { get; }

    /// <summary>Warnings about the report as a whole.</summary>
    IReadOnlyList<LocalText> Warnings { get; }

    /// <exception cref="ReportUnreadableException">It can't be read on.</exception>
    IAsyncEnumerable<ReportRow> ReadAsync(CancellationToken cancellation);
}

/// <param name="Line">Of the file, the header being line 1; of statistics, the number of the row from 1.</param>
/// <param name="Values">By column; null if the row can't be read.</param>
/// <param name="Fault">What is wrong with a row that can't be read.</param>
public readonly record struct ReportRow(long Line, IReadOnlyDictionary<string, string>? Values, LocalText? Fault = null);

/// <summary>A report that can't be read on; the text is for operations, and names the place.</summary>
public sealed class ReportUnreadableException(LocalText why, Exception? inner = null) : Exception(why.En, inner)
{
    public LocalText Why { get; } = why;
}

/// <summary>Where a network's statistics come from.</summary>
public interface INetworkStatistics
{
    /// <summary>The network's id.</summary>
    string Network { get; }

    /// <summary>Whether there are credentials for it.</summary>
    bool IsConfigured { get; }

    /// <summary>Actions that were made in these days.</summary>
    IReportSource OfDays(DateOnly from, DateOnly to);

    /// <summary>Actions whose status changed since.</summary>
    IReportSource ChangedSince(DateTimeOffset since);
}

/// <summary>Runs over statistics in this silo.</summary>
public interface IStatisticsRuns
{
    /// <summary>Null: there are no credentials for the network.</summary>
    INetworkStatistics? Find(string network);

    /// <summary>
    /// Starts a run in the background. It calls <see cref="IStatisticsPullGrain.PulledAsync"/> at its end if it went over all
    /// that changed.
    /// </summary>
    Task<Outcome<string>> StartAsync(ReconciliationStart start, IReportSource source);
}
