using System.Reflection;
using Cashback.Programme;
using DbUp;
using DbUp.Builder;
using Npgsql;

namespace Cashback.Storage;

/// <summary>
/// Brings a database to the version of this build: the numbered scripts of this folder that it has not had yet, in one
/// transaction, under a lock, so that any number of processes may start at once.
/// </summary>
public static class Migrator
{
    // Any number will do that nobody else uses for an advisory lock of this database.
    private const long PostgresLock = 0x6361_7368_6261_636B;
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(1);

    public static async Task MigratePostgresAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandTimeout = (int)LockTimeout.TotalSeconds;
        command.CommandText = $"SELECT pg_advisory_lock({PostgresLock})";
        await command.ExecuteNonQueryAsync(cancellation);
        try
        {
            Apply(DeployChanges.To.PostgresqlDatabase(connectionString), "Postgres/");
        }
        finally
        {
            command.CommandText = $"SELECT pg_advisory_unlock({PostgresLock})";
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    public static async Task MigrateSqliteAsync(SqliteStore store, CancellationToken cancellation)
    {
        using var migrating = await FileLock.WaitAsync(store.Path + ".migrating", LockTimeout, cancellation);
        Apply(DeployChanges.To.SqliteDatabase(store.ConnectionString), "Sqlite/");
    }

    private static void Apply(UpgradeEngineBuilder target, string folder)
    {
        // Variables are off because $$ and $name$ mean something else in PostgreSQL.
        var engine = target
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith(folder, StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();
        var known = engine.GetDiscoveredScripts().Select(script => script.Name).ToHashSet();
        if (engine.GetExecutedScripts().Where(script => !known.Contains(script)).ToList() is { Count: > 0 } unknown)
        {
            throw new StartupException(
                $"The database was made by another version of the programme ({string.Join(", ", unknown)}), which this one does not know. "
                + "Start that version or a newer one, or use an empty database.");
        }

        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"The script {result.ErrorScript?.Name} failed: {result.Error.Message}", result.Error);
        }
    }
}
