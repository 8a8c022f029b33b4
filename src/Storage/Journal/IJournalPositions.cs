namespace Cashback.Storage;

/// <summary>What a database tells of positions that were given to changes, committed or not.</summary>
internal interface IJournalPositions
{
    /// <summary>The last position that was given (0: none was).</summary>
    Task<long> LastAsync(CancellationToken cancellation);

    /// <summary>
    /// Returns when each change that has a position at the time of the call is committed or undone: from then on no change appears at
    /// or before <see cref="LastAsync"/>'s earlier answer.
    /// </summary>
    /// <exception cref="TimeoutException">A transaction did not end.</exception>
    Task WaitForWritersAsync(CancellationToken cancellation);
}
