using System.Globalization;
using Cashback.Benchmarks.Machine;
using Npgsql;

namespace Cashback.Benchmarks.Postbacks;

/// <summary>Asks the database of a run: whether the background work is done, and whether every balance is right.</summary>
internal sealed class Store(Postgres postgres, Variant variant, string database)
{
    /// <summary>Null when every purchase that waits has its deadline watched and every message is out; else what is left.</summary>
    public async Task<string?> WhatIsLeftAsync(Expectation expected)
    {
        if (!variant.Durable)
        {
            return null;
        }

        await using var connection = await postgres.OpenAsync(database);
        var watched = await CountAsync(connection, variant.IsPeer
            ? "SELECT count(*) FROM purchase WHERE due_at IS NOT NULL"
            : "SELECT count(*) FROM OrleansRemindersTable WHERE ReminderName = 'deadline'");
        if (watched != expected.Pending)
        {
            return $"{watched} deadlines are watched, {expected.Pending} should be";
        }

        // One that is out has a row that says so; one that waits has a reminder beside its row.
        var unsent = variant.IsPeer
            ? await CountAsync(connection, "SELECT count(*) FROM outbox")
            : expected.Messages - await CountAsync(connection, Messages)
                + await CountAsync(connection, "SELECT count(*) FROM OrleansRemindersTable WHERE ReminderName = 'send'");
        return unsent == 0 ? null : $"{unsent} messages are not done with";
    }

    /// <exception cref="BenchException">A balance differs from what the messages lead to.</exception>
    public async Task CheckBalancesAsync(Expectation expected, int subscribers)
    {
        if (!variant.Durable)
        {
            return;
        }

        var balances = await BalancesAsync();
        for (var number = 0; number < subscribers; number++)
        {
            var id = Population.SubscriberId(number);
            if (!balances.TryGetValue(id, out var balance) || balance != expected.BalanceOf(number))
            {
                throw new BenchException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{variant.Name}: subscriber {id} (number {number}) has {balance} bonuses; the messages lead to {expected.BalanceOf(number)}."));
            }
        }
    }

    // Where the ledger is kept depends on its provider; the other table has no subscribers then.
    private const string Subscribers =
        "SELECT GrainKey AS key, Payload AS payload FROM Ledger WHERE State = 'subscriber' UNION ALL "
        + "SELECT GrainIdExtensionString, PayloadBinary FROM OrleansStorage WHERE GrainTypeString = 'subscriber'";

    private const string Messages =
        "SELECT (SELECT count(*) FROM Ledger WHERE State = 'message') + (SELECT count(*) FROM OrleansStorage WHERE GrainTypeString = 'message')";

    private const string Balances =
        "SELECT substr(s.key, 5), coalesce((b ->> 'totalCredited')::bigint, 0) - coalesce((b ->> 'totalTakenBack')::bigint, 0) "
        + $"FROM ({Subscribers}) s, LATERAL (SELECT cashback_json(s.payload) #> '{{record,balance}}' AS b) j";

    private async Task<Dictionary<string, long>> BalancesAsync()
    {
        await using var connection = await postgres.OpenAsync(database);
        await using var command = new NpgsqlCommand(variant.IsPeer ? "SELECT id, credited - taken_back FROM subscriber" : Balances, connection);
        command.CommandTimeout = 300;
        await using var rows = await command.ExecuteReaderAsync();
        var balances = new Dictionary<string, long>();
        while (await rows.ReadAsync())
        {
            var id = variant.IsPeer ? new Ulid(rows.GetGuid(0)).ToString() : rows.GetString(0);
            balances.Add(id, rows.GetInt64(1));
        }

        return balances;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
