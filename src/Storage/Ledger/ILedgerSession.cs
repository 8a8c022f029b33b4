namespace Cashback.Ledger;

/// <summary>The ledger on one kind of database.</summary>
internal interface ILedgerDatabase
{
    /// <summary>How many writers are useful. All saves of one key go to the same one.</summary>
    int Writers { get; }

    /// <summary>Its sessions block their thread, so each needs one of its own.</summary>
    bool Blocks { get; }

    ILedgerSession NewSession();
}

/// <summary>One connection with its prepared statements, used by one loop.</summary>
internal interface ILedgerSession
{
    /// <summary>Does nothing if it is open.</summary>
    ValueTask OpenAsync(CancellationToken cancellation);

    /// <summary>Closes the connection; the next call of OpenAsync makes a new one.</summary>
    ValueTask CloseAsync();

    /// <summary>
    /// Writes saves of different keys in one transaction, and completes each with the result of its own row. After an
    /// exception it is not known whether the saves that are not completed were written.
    /// </summary>
    /// <returns>How many saves were retried, each in its own transaction.</returns>
    ValueTask<int> SaveAsync(IReadOnlyList<Save> batch);

    ValueTask ClearAsync(Save clear);

    /// <summary>Completes each read; can be repeated after an exception.</summary>
    ValueTask ReadAsync(IReadOnlyList<Read> batch);
}
