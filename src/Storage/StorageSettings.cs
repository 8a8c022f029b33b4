using Cashback.Programme;
using Npgsql;

namespace Cashback.Storage;

public sealed class StorageSettings : ICheckedSettings
{
    public const string Sqlite = "sqlite";
    public const string PostgreSql = "postgres";
    private const int ArchiveAfterMax = 1200;
    private const string Example = "Host=localhost;Username=cashback;Password=…;Database=cashback";

    /// <summary><c>sqlite</c> (one process, one file) or <c>postgres</c> (a cluster).</summary>
    public string Provider { get; set; } = Sqlite;

    /// <summary>For sqlite: the folder that holds cashback.db; created if missing.</summary>
    public string Data { get; set; } = "data";

    /// <summary>For postgres: an Npgsql connection string. The environment variable <c>CASHBACK_POSTGRES</c> is an alternative.</summary>
    public string? Postgres { get; set; }

    /// <summary>Changes older than this many whole months are moved to the table JournalArchive; 0: none ever is.</summary>
    public int ArchiveAfterMonths { get; set; }

    public bool IsSqlite => Provider == Sqlite;

    public IEnumerable<string> Faults()
    {
        if (ArchiveAfterMonths is < 0 or > ArchiveAfterMax)
        {
            yield return CheckedSettings.Fault(nameof(ArchiveAfterMonths), ArchiveAfterMonths, $"a whole number from 0 to {ArchiveAfterMax}");
        }

        foreach (var fault in ProviderFaults())
        {
            yield return fault;
        }
    }

    private IEnumerable<string> ProviderFaults()
    {
        switch (Provider)
        {
            case Sqlite:
                return string.IsNullOrWhiteSpace(Data) ? [CheckedSettings.Fault(nameof(Data), Data, "a folder")] : [];
            case PostgreSql:
                return PostgresFault() is { } fault ? [$"{nameof(Postgres)} {fault} For example: {Example}"] : [];
            default:
                return [CheckedSettings.Fault(nameof(Provider), Provider, $"{Sqlite} or {PostgreSql}")];
        }
    }

    private string? PostgresFault()
    {
        if (string.IsNullOrWhiteSpace(Postgres))
        {
            return "(or CASHBACK_POSTGRES) is not set.";
        }

        try
        {
            _ = new NpgsqlConnectionStringBuilder(Postgres);
            return null;
        }
        catch (ArgumentException e)
        {
            // Without the string itself, which contains a password.
            return $"can't be read as a connection string: {e.Message}";
        }
    }
}
