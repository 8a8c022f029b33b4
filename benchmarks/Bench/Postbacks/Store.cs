using System.Globalization;
using Cashback.Benchmarks.Machine;
using Npgsql;

namespace Cashback.Benchmarks.Postbacks;

/// <summary>Asks the database of a run: whether the background work is done, and whether every balance is right.</summary>
internal sealed class Store(Postgres postgres, Variant variant, string database)
{
    /// <summary>Null when every purchase that waits has its deadline watched and no message waits; else what is left.</summary>
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

        // One that is out is noted in the subscriber's next change; one that waits has a reminder.
        var unsent = await CountAsync(connection, variant.IsPeer
            ? "SELECT count(*) FROM outbox"
            : "SELECT count(*) FROM OrleansRemindersTable WHERE ReminderName = 'send'");
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

    // A balance is in the newest change that has one, else in the snapshot.
    private const string Balances =
        """
        SELECT substr(s.GrainKey, 5), (s.balance ->> 'totalCredited')::bigint - (s.balance ->> 'totalTakenBack')::bigint
        FROM (
          SELECT l.GrainKey, coalesce(
            (SELECT convert_from(j.Payload, 'UTF8')::json -> 'balance' FROM Journal j
             WHERE j.GrainKey = l.GrainKey AND j.Version > l.Version AND convert_from(j.Payload, 'UTF8')::json -> 'balance' IS NOT NULL
             ORDER BY j.Version DESC LIMIT 1),
            convert_from(l.Payload, 'UTF8')::json #> '{record,balance}') AS balance
          FROM Ledger l WHERE l.State = 'subscriber') s
        """;

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
