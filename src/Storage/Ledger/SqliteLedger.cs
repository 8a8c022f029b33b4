using Cashback.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cashback.Ledger;

/// <summary>
/// The ledger in the SQLite file: one writer, which the file has anyway, on a thread of its own; reads do not wait for it.
/// </summary>
internal sealed class SqliteLedger(SqliteStore store, string serviceId) : ILedgerDatabase
{
    public int Writers => 1;

    public bool Blocks => true;

    public ILedgerSession NewSession() => new SqliteSession(store, serviceId);

    /// <summary>
    /// Whether the statement failed because of its rows: the other saves of the transaction may succeed. Where the file, the disk or the
    /// memory failed, SQLite may have rolled the whole transaction back already.
    /// </summary>
    public static bool IsAboutRows(SqliteException failure) => failure.SqliteErrorCode is not (
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_INTERRUPT or raw.SQLITE_IOERR
        or raw.SQLITE_CORRUPT or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN or raw.SQLITE_NOTADB);
}
