using Cashback.Programme;
using Cashback.Support;
using Npgsql;

namespace Cashback.Storage.Tests.Migrations;

public sealed class MigrationTests
{
    private const int AtOnce = 6;

    [Fact]
    public async Task Postgres_migrated_by_many_at_once_and_again_has_each_script_once()
    {
        var database = await LocalPostgres.NewDatabaseAsync();

        await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => Migrator.MigratePostgresAsync(database, CancellationToken.None))));
        await Migrator.MigratePostgresAsync(database, CancellationToken.None);

        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT scriptname FROM schemaversions ORDER BY schemaversionsid");
        await using var rows = await command.ExecuteReaderAsync();
        var scripts = new List<string>();
        while (await rows.ReadAsync())
        {
            scripts.Add(rows.GetString(0));
        }

        Assert.Equal(
            [
                "Postgres/0001-grain-state.sql", "Postgres/0002-reminder-table.sql", "Postgres/0003-membership-table.sql",
                "Postgres/0004-ledger-and-journal.sql", "Postgres/0005-ledger-write.sql", "Postgres/0006-quarantine-index.sql",
            ],
            scripts);
    }

    [Fact]
    public async Task Sqlite_migrated_by_many_at_once_and_again_has_each_script_once()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-test-");
        var path = Path.Combine(folder.FullName, "cashback.db");
        async Task MigrateAsync()
        {
            await using var own = new SqliteStore(path);
            await Migrator.MigrateSqliteAsync(own, CancellationToken.None);
        }

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(MigrateAsync)));
        await MigrateAsync();

        await using (var store = new SqliteStore(path))
        {
            await using var command = store.CreateCommand("SELECT group_concat(ScriptName) FROM (SELECT ScriptName FROM SchemaVersions ORDER BY SchemaVersionID)");
            Assert.Equal(
                "Sqlite/0001-grain-state.sql,Sqlite/0002-reminder-table.sql,Sqlite/0003-ledger-and-journal.sql,Sqlite/0004-quarantine-index.sql",
                await command.ExecuteScalarAsync());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Database_of_another_version_is_refused_with_the_script_s_name()
    {
        var database = await LocalPostgres.NewDatabaseAsync();
        await Migrator.MigratePostgresAsync(database, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("INSERT INTO schemaversions (scriptname, applied) VALUES ('Postgres/9999-newer.sql', now())");
        await command.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<StartupException>(() => Migrator.MigratePostgresAsync(database, CancellationToken.None));

        Assert.Contains("Postgres/9999-newer.sql", refusal.Message, StringComparison.Ordinal);
    }
}
