using Npgsql;

namespace Cashback.Ledger;

/// <summary>
/// The ledger on PostgreSQL: a batch is one call of <c>cashback_ledger_write</c>, which is one round trip and one transaction.
/// </summary>
internal sealed class PostgresLedger(NpgsqlDataSource database, string serviceId) : ILedgerDatabase
{
    /// <summary>A record was not at the version that was read, or is there already.</summary>
    public const string VersionConflict = "CB001";

    /// <summary>Records that were to be inserted exist.</summary>
    public const string RecordsExist = "CB002";

    /// <summary>
    /// On few processors one writer with large batches: two would make smaller batches, and so more round trips and commits.
    /// </summary>
    public int Writers { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 2);

    public bool Blocks => false;

    public ILedgerSession NewSession() => new PostgresSession(database, serviceId);

    /// <summary>Whether the statement failed because of its rows: then nothing was written, and the other saves may succeed.</summary>
    public static bool IsAboutRows(PostgresException failure) => failure.SqlState[..2] switch
    {
        // Classes of errors: connection, resources, operator intervention, system, configuration file, internal.
        "08" or "53" or "57" or "58" or "F0" or "XX" => false,
        _ => failure.SqlState != PostgresErrorCodes.ReadOnlySqlTransaction,
    };
}
