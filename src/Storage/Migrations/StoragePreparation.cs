using Cashback.Programme;
using Cashback.Storage.Development;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Cashback.Storage;

/// <summary>
/// Prepares the store of record before anything uses it: checks that it can be reached, migrates it, opens connections. Once
/// per process.
/// </summary>
public abstract class StoragePreparation : IHostedService
{
    private readonly Lazy<Task> _prepared;

    protected StoragePreparation() => _prepared = new(() => PrepareCoreAsync(CancellationToken.None));

    /// <exception cref="StartupException">What is wrong with the store, and what to do.</exception>
    public Task PrepareAsync() => _prepared.Value;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => PrepareAsync();

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected abstract Task PrepareCoreAsync(CancellationToken cancellation);
}

internal sealed class SqlitePreparation(SqliteStore store, ProgrammeClock clock) : StoragePreparation
{
    private const int NotWritable = 8;
    private const long CheckedWholeBytes = 64 << 20;

    protected override async Task PrepareCoreAsync(CancellationToken cancellation)
    {
        try
        {
            await CheckAsync(cancellation);
            await Migrator.MigrateSqliteAsync(store, cancellation);
            await clock.LoadAsync(cancellation);
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException { InnerException: SqliteException })
        {
            var cause = e as SqliteException ?? (SqliteException)e.InnerException!;
            throw cause.SqliteErrorCode == NotWritable
                ? new StartupException($"The database {store.Path} can't be written. Make the file and its folder writable, or choose another folder (--data).", e)
                : Damaged(cause.Message, e);
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        await using var connection = await store.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL;";
        await command.ExecuteScalarAsync(cancellation);

        // A write, so that a file that is read-only is reported now and not at the first save.
        command.CommandText = "PRAGMA application_id = 0x43425042;";
        await command.ExecuteNonQueryAsync(cancellation);
        if (new FileInfo(store.Path).Length > CheckedWholeBytes)
        {
            return;
        }

        command.CommandText = "PRAGMA quick_check(1);";
        var verdict = (string?)await command.ExecuteScalarAsync(cancellation);
        if (verdict != "ok")
        {
            throw Damaged(verdict, null);
        }
    }

    private StartupException Damaged(string? verdict, Exception? inner) =>
        new($"The database {store.Path} is damaged ({verdict}). Put a backup in its place, or start with another folder (--data).", inner);
}

internal sealed class PostgresPreparation(NpgsqlDataSource database, StorageSettings settings) : StoragePreparation
{
    /// <summary>
    /// Opened before the first call: during it they would be opened one after the other, on a thread pool that is still small.
    /// </summary>
    private const int WarmConnections = 8;

    protected override async Task PrepareCoreAsync(CancellationToken cancellation)
    {
        try
        {
            var warm = await Task.WhenAll(
                Enumerable.Range(0, WarmConnections).Select(_ => database.OpenConnectionAsync(cancellation).AsTask()));
            foreach (var connection in warm)
            {
                await connection.DisposeAsync();
            }

            await Migrator.MigratePostgresAsync(settings.Postgres!, cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException { InnerException: NpgsqlException })
        {
            var target = new NpgsqlConnectionStringBuilder(settings.Postgres);
            throw new StartupException(
                $"The database '{target.Database}' on {target.Host}:{target.Port} can't be used: {e.Message} " +
                "Start PostgreSQL, or correct Cashback:Storage:Postgres (CASHBACK_POSTGRES).", e);
        }
    }
}
