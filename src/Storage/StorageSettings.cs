namespace Cashback.Storage;

public sealed class StorageSettings
{
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgres";
    public const string Grouped = "grouped";
    public const string Adonet = "adonet";

    /// <summary><c>sqlite</c> (one process, one file) or <c>postgres</c> (a cluster).</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>For sqlite: the folder that holds cashback.db; made if it is not there.</summary>
    public string Data { get; set; } = "data";

    /// <summary>For postgres: an Npgsql connection string. The environment's <c>CASHBACK_POSTGRES</c> does as well.</summary>
    public string? Postgres { get; set; }

    /// <summary>
    /// How the records of the ledger (subscribers, purchases, …) are saved: <c>grouped</c> (many saves in one transaction), or <c>adonet</c> (each by itself,
    /// through Orleans' provider: for comparison).
    /// </summary>
    public string Ledger { get; set; } = Grouped;

    public bool IsSqlite => Provider == Sqlite;
}
