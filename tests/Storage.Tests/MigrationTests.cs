using Cashback.Support;
using Npgsql;

namespace Cashback.Storage.Tests;

public sealed class MigrationTests
{
    private const int AtOnce = 6;

    [Fact]
    public async Task Postgres_migrated_by_many_at_once_and_again_has_each_script_once()
    {
        var database = await LocalPostgres.NewDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => Migrator.MigratePostgresAsync(database, CancellationToken.None))));
        await Migrator.MigratePostgresAsync(database, CancellationToken.None);

        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT scriptname FROM schemaversions ORDER BY schemaversionsid");
        await using var rows = await command.ExecuteReaderAsync();
        var scripts = new List<string>();
        while (await rows.ReadAsync())
        {
            scripts.Add(rows.GetString(0));
        }

        Assert.Equal(["Postgres/0001-state.sql", "Postgres/0002-reminders.sql", "Postgres/0003-membership.sql", "Postgres/0004-ledger.sql", "Postgres/0005-quarantine.sql", "Postgres/0006-ledger-write.sql"], scripts);
    }

    [Fact]
    public async Task Records_of_the_ledger_move_into_its_table_with_their_versions_and_months()
    {
        var database = await LocalPostgres.NewDatabaseAsync();
        await Migrator.MigratePostgresAsync(database, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database);
        await using var before = source.CreateCommand(
            $"""
            DROP TABLE Ledger; DROP FUNCTION cashback_ledger_save; DELETE FROM schemaversions WHERE scriptname LIKE '%-ledger.sql';
            {OldRows("decode('", "', 'hex')")}
            """);
        await before.ExecuteNonQueryAsync();

        await Migrator.MigratePostgresAsync(database, CancellationToken.None);

        await using var after = source.CreateCommand(WhereTheyAre);
        Assert.Equal(Moved, await after.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Records_of_the_ledger_move_into_its_table_with_their_versions_and_months_on_Sqlite()
    {
        var folder = Directory.CreateTempSubdirectory("cashback-test-");
        await using (var store = new SqliteStore(Path.Combine(folder.FullName, "cashback.db")))
        {
            await Migrator.MigrateSqliteAsync(store, CancellationToken.None);
            await using (var before = store.CreateCommand($"DROP TABLE Ledger; DELETE FROM SchemaVersions WHERE ScriptName LIKE '%-ledger.sql'; {OldRows("x'", "'")}"))
            {
                await before.ExecuteNonQueryAsync();
            }

            await Migrator.MigrateSqliteAsync(store, CancellationToken.None);

            await using var after = store.CreateCommand(WhereTheyAre.Replace("string_agg(line, ' ')", "group_concat(line, ' ')", StringComparison.Ordinal));
            Assert.Equal(Moved, await after.ExecuteScalarAsync());
        }

        folder.Delete(recursive: true);
    }

    private const string Moved =
        "L:purchase/order:a:b:1/7// L:statement/stmt:1:2026-11/7/2026-11/5 L:subscriber/sub:1/7/2026-12/ O:phone/phone:1/7";

    private const string WhereTheyAre =
        """
        SELECT string_agg(line, ' ') FROM (
          SELECT 'L:' || State || '/' || GrainKey || '/' || Version || '/' || coalesce(IndexedMonth, '') || '/' || coalesce(CAST(IndexedSum AS text), '') AS line FROM Ledger
          UNION ALL
          SELECT 'O:' || GrainTypeString || '/' || GrainIdExtensionString || '/' || Version FROM OrleansStorage
          ORDER BY line) AS lines
        """;

    private static string OldRows(string prefix, string suffix) => string.Concat(
        new[]
        {
            ("subscriber", "sub:1", """{"record":{"settlementDue":true,"accrual":{"month":"2026-12"}}}"""),
            ("purchase", "order:a:b:1", "{}"),
            ("statement", "stmt:1:2026-11", """{"record":{"month":"2026-11","accrued":5}}"""),
            ("phone", "phone:1", "{}"),
        }.Select(row =>
            $"""
            INSERT INTO OrleansStorage
              (GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
            VALUES (1, 1, 0, 0, '{row.Item1}', '{row.Item2}', 'cashback', {prefix}{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(row.Item3))}{suffix}, '2026-11-01', 7);
            """));

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
            Assert.Equal("Sqlite/0001-state.sql,Sqlite/0002-reminders.sql,Sqlite/0003-ledger.sql,Sqlite/0004-quarantine.sql", await command.ExecuteScalarAsync());
        }

        folder.Delete(recursive: true);
    }
}
