namespace Cashback.Ledger;

/// <summary>How the ledger is kept on one kind of database.</summary>
internal interface ILedgerDatabase
{
    /// <summary>How many writers gain anything; one key is always at the same one.</summary>
    int Writers { get; }

    /// <summary>Its sessions block instead of waiting asynchronously, so each needs a thread of its own.</summary>
    bool Blocks { get; }

    ILedgerSession NewSession();
}

/// <summary>One connection with its prepared statements, used by one loop.</summary>
internal interface ILedgerSession
{
    /// <summary>Does nothing if it is open.</summary>
    ValueTask OpenAsync(CancellationToken cancellation);

    /// <summary>Drops the connection; the next opening makes a fresh one.</summary>
    ValueTask CloseAsync();

    /// <summary>
    /// Writes saves of different keys in one transaction, and answers each by its own row. An exception: for those
    /// without an answer it is not known whether they were written.
    /// </summary>
    /// <returns>How many had to be tried again by themselves.</returns>
    ValueTask<int> SaveAsync(IReadOnlyList<Save> batch);

    ValueTask ClearAsync(Save clear);

    /// <summary>Answers each read; repeating it after an exception does no harm.</summary>
    ValueTask ReadAsync(IReadOnlyList<Read> batch);
}
