using System.Data.Common;
using System.Text.Json;
using Cashback.Purchases;
using Cashback.Queries;

namespace Cashback.Storage;

/// <summary>
/// The same SQL on both databases; the scripts create the columns and indexes it needs. A list of keys is of any state, so it
/// is read from the ledger and from Orleans' table, each by its index.
/// </summary>
internal sealed class RecordQueries(DbDataSource database) : IRecordQueries
{
    public Task<IReadOnlyList<string>> ListKeysAsync(string stateName, string? afterKey, int limit, CancellationToken cancellation) =>
        ListAsync(
            """
            SELECT RecordKey FROM (
              SELECT GrainKey AS RecordKey FROM Ledger WHERE State = @state AND GrainKey > @after ORDER BY GrainKey LIMIT @limit) AS ledger
            UNION ALL
            SELECT RecordKey FROM (
              SELECT GrainIdExtensionString AS RecordKey FROM OrleansStorage
              WHERE GrainTypeString = @state AND GrainIdExtensionString > @after AND PayloadBinary IS NOT NULL
              ORDER BY GrainIdExtensionString LIMIT @limit) AS others
            ORDER BY RecordKey LIMIT @limit
            """,
            cancellation,
            ("state", stateName), ("after", afterKey ?? ""), ("limit", limit));

    public Task<IReadOnlyList<string>> ListLastKeysAsync(string stateName, string? beforeKey, int limit, CancellationToken cancellation) =>
        ListAsync(
            """
            SELECT RecordKey FROM (
              SELECT GrainKey AS RecordKey FROM Ledger WHERE State = @state AND GrainKey < @before ORDER BY GrainKey DESC LIMIT @limit) AS ledger
            UNION ALL
            SELECT RecordKey FROM (
              SELECT GrainIdExtensionString AS RecordKey FROM OrleansStorage
              WHERE GrainTypeString = @state AND GrainIdExtensionString < @before AND PayloadBinary IS NOT NULL
              ORDER BY GrainIdExtensionString DESC LIMIT @limit) AS others
            ORDER BY RecordKey DESC LIMIT @limit
            """,
            cancellation,
            ("state", stateName), ("before", beforeKey ?? "~"), ("limit", limit));

    public async Task<IReadOnlyList<OrderOwner>> ListOrdersAsync(
        string network, string? afterKey, int limit, CancellationToken cancellation)
    {
        // What the keys of all order lines of the network begin with: "order:admitad:".
        var prefix = GrainKeys.Order(new OrderKey(network, "", ""))[..^1];
        await using var command = database.Query(
            """
            SELECT GrainKey, Payload FROM Ledger
            WHERE State = 'purchase' AND GrainKey > @after AND GrainKey < @end ORDER BY GrainKey LIMIT @limit
            """,
            ("after", afterKey ?? prefix), ("end", prefix[..^1] + (char)(prefix[^1] + 1)), ("limit", limit));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var orders = new List<OrderOwner>();
        while (await rows.ReadAsync(cancellation))
        {
            if (JsonSerializer.Deserialize<Stored<OrderLine>>(rows.GetFieldValue<byte[]>(1), StateJson.Options)?.Record is { } order)
            {
                orders.Add(new OrderOwner(rows.GetString(0), order.SubscriberId, order.Final?.RegisteredAt));
            }
        }

        return orders;
    }

    // A payout has a reminder until its answer has been taken over, and those that have none are few.
    public async Task<IReadOnlyList<string>> ListWaitingPayoutsAsync(string? afterId, int limit, CancellationToken cancellation)
    {
        var prefix = $"payout/{GrainKeys.Payout("")}";
        var grains = await ListAsync(
            "SELECT GrainId FROM OrleansRemindersTable WHERE GrainId LIKE @prefix AND GrainId > @after ORDER BY GrainId LIMIT @limit",
            cancellation,
            ("prefix", prefix + "%"), ("after", prefix + afterId), ("limit", limit));
        return [.. grains.Select(grain => grain[prefix.Length..])];
    }

    public Task<IReadOnlyList<string>> ListUnsettledAsync(YearMonth month, string? afterKey, int limit, CancellationToken cancellation) =>
        ListAsync(
            """
            SELECT GrainKey FROM DueMonths WHERE Month <= @month AND GrainKey > @after ORDER BY GrainKey LIMIT @limit
            """,
            cancellation,
            ("month", month.ToString()), ("after", afterKey ?? ""), ("limit", limit));

    public async Task<SettlementProgress> SettlementProgressAsync(YearMonth month, CancellationToken cancellation)
    {
        await using var command = database.Query(
            """
            SELECT
              (SELECT count(*) FROM Ledger WHERE State = 'statement' AND IndexedMonth = @month),
              (SELECT count(*) FROM DueMonths WHERE Month <= @month),
              CAST((SELECT coalesce(sum(IndexedSum), 0) FROM Ledger WHERE State = 'statement' AND IndexedMonth = @month) AS bigint)
            """,
            ("month", month.ToString()));
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    private async Task<IReadOnlyList<string>> ListAsync(
        string sql, CancellationToken cancellation, params (string Name, object Value)[] parameters)
    {
        await using var command = database.Query(sql, parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await rows.ReadAsync(cancellation))
        {
            keys.Add(rows.GetString(0));
        }

        return keys;
    }
}
