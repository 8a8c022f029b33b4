namespace Cashback.Storage;

public sealed class StorageSettings
{
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgres";

    /// <summary><c>sqlite</c> (one process, one file) or <c>postgres</c> (a cluster).</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>For sqlite: the folder that holds cashback.db; made if it is not there.</summary>
    public string Data { get; set; } = "data";

    /// <summary>For postgres: an Npgsql connection string. The environment's <c>CASHBACK_POSTGRES</c> does as well.</summary>
    public string? Postgres { get; set; }

    public bool IsSqlite => Provider == Sqlite;
}
