namespace Cashback.Reconciliations;

/// <summary>Starts runs over reports in the background of this process.</summary>
public interface IReconciliationRuns
{
    /// <summary>Starts a run. It disposes of the source at its end, or here if it can't be started.</summary>
    /// <param name="receivedAt">When the report came: a row without a time of its own counts by it. Null: it is fetched by the run.</param>
    Task<Outcome<ReconciliationView>> BeginAsync(ReconciliationStart start, IReportSource source, DateTimeOffset? receivedAt = null);
}
