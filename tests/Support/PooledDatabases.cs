using System.Collections.Concurrent;
using Npgsql;

namespace Cashback.Support;

/// <summary>PostgreSQL databases that one test after the other uses: emptied, which takes a tenth of making them anew.</summary>
internal static class PooledDatabases
{
    private static readonly ConcurrentBag<string> Free = [];

    public static async Task<string> TakeAsync() => Free.TryTake(out var free) ? free : await LocalPostgres.NewDatabaseAsync();

    public static async Task GiveBackAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            """
            DO $$ BEGIN
              EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
                       WHERE schemaname = 'public' AND tablename NOT IN ('orleansquery', 'schemaversions'));
            END $$
            """;
        await command.ExecuteNonQueryAsync();
        Free.Add(connectionString);
    }
}
