using System.Diagnostics;
using System.Reflection;
using Cashback.Networks;
using Cashback.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Cashback.Benchmarks.Peer;

/// <summary>Makes the tables, and fills them for a measurement.</summary>
internal static class Schema
{
    public static async Task CreateAsync(NpgsqlDataSource database)
    {
        await using var there = database.CreateCommand("SELECT to_regclass('subscriber') IS NOT NULL");
        if (await there.ExecuteScalarAsync() is true)
        {
            return;
        }

        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("schema.sql")!);
        await using var create = database.CreateCommand(await reader.ReadToEndAsync());
        await create.ExecuteNonQueryAsync();
    }

    public static void Map(WebApplication app, NpgsqlDataSource database)
    {
        app.MapPost("/bench/load", async (int subscribers, int stores) => await LoadAsync(database, subscribers, stores));
        app.MapPost("/bench/wake", async (int subscribers) => await WakeAsync(database, subscribers));
    }

    private static async Task<long> LoadAsync(NpgsqlDataSource database, int subscribers, int stores)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = await database.OpenConnectionAsync();
        await ExecuteAsync(
            connection, "INSERT INTO network_key VALUES ($1, $2, NULL)",
            Population.Network, NetworkKeyHash.Of(Population.Secrets.ApiKeys, Population.Network, Population.NetworkKey).Hash);
        for (var store = 0; store < stores; store++)
        {
            var id = Population.StoreId(store);
            await ExecuteAsync(
                connection, "INSERT INTO store VALUES ($1, $2, $3, $4)",
                id, Population.StoreName(store), Population.Network, Population.ConfirmationDays);
            foreach (var (code, sale) in ((string, bool)[])[(Tariff.DefaultCode, false), (Population.SaleTariff, true)])
            {
                await ExecuteAsync(
                    connection, "INSERT INTO tariff VALUES ($1, $2, $3, $4)", id, code, code, Population.PercentOf(store, sale));
            }
        }

        await using (var rows = await connection.BeginBinaryImportAsync("COPY subscriber (id, phone, locale, month) FROM STDIN (FORMAT binary)"))
        {
            for (var number = 0; number < subscribers; number++)
            {
                await rows.StartRowAsync();
                await rows.WriteAsync(Ulid.Parse(Population.SubscriberId(number), null).ToGuid(), NpgsqlDbType.Uuid);
                await rows.WriteAsync(Population.PhoneOf(number).E164, NpgsqlDbType.Text);
                await rows.WriteAsync("ru", NpgsqlDbType.Text);
                await rows.WriteAsync(Reports.MonthOf(DateTimeOffset.UtcNow), NpgsqlDbType.Integer);
            }

            await rows.CompleteAsync();
        }

        await ExecuteAsync(connection, "VACUUM ANALYZE");
        return watch.ElapsedMilliseconds;
    }

    /// <summary>All that is there is in the database's memory afterwards.</summary>
    private static async Task<long> WakeAsync(NpgsqlDataSource database, int subscribers)
    {
        var watch = Stopwatch.StartNew();
        await using var command = database.CreateCommand("SELECT count(*), count(DISTINCT id) FROM (SELECT * FROM subscriber ORDER BY id) s");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetInt64(0) == subscribers
            ? watch.ElapsedMilliseconds
            : throw new InvalidOperationException($"There are {row.GetInt64(0)} subscribers, not {subscribers}.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync();
    }
}
