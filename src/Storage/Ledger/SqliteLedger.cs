using Cashback.Storage;

namespace Cashback.Ledger;

/// <summary>
/// The ledger in the SQLite file: one writer, which the file has anyway, on a thread of its own; reads do not wait for it.
/// </summary>
internal sealed class SqliteLedger(SqliteStore store, string serviceId) : ILedgerDatabase
{
    public int Writers => 1;

    public bool Blocks => true;

    public ILedgerSession NewSession() => new SqliteSession(store, serviceId);
}
