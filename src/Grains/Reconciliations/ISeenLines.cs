namespace Cashback.Reconciliations;

/// <summary>
/// The content of a report, line by line, outside of the memory: a report may have more lines than fit into it. It lasts as long as
/// the run. For one thread at a time.
/// </summary>
internal interface ISeenLines : IDisposable
{
    /// <summary>The content of the line before; null: there was none.</summary>
    ReportedLine? Find(string line);

    void Put(string line, ReportedLine said);

    /// <summary>Puts a row aside until all others are known.</summary>
    void Defer(ReportRow row);

    /// <summary>Rows that were put aside, by their number, after this one.</summary>
    IReadOnlyList<ReportRow> Deferred(long after, int limit);
}
