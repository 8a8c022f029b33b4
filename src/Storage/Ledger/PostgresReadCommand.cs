using Npgsql;
using NpgsqlTypes;

namespace Cashback.Ledger;

/// <summary>
/// The query that reads a batch: key by key (OFFSET 0 keeps it so), since a join that was planned while the table was
/// nearly empty would scan it for each batch.
/// </summary>
internal sealed class PostgresReadCommand
{
    private readonly List<string> _states = [];
    private readonly List<string> _keys = [];

    public PostgresReadCommand(NpgsqlConnection connection, int timeoutSeconds)
    {
        Command = new(
            """
            SELECT r.number::int, l.Version, l.Payload, j.Changes, j.Version
            FROM unnest($1, $2) WITH ORDINALITY AS r (state, key, number)
            CROSS JOIN LATERAL (
              SELECT Version, Payload FROM Ledger WHERE State = r.state AND GrainKey = r.key OFFSET 0) AS l
            CROSS JOIN LATERAL (
              SELECT array_agg(Payload ORDER BY Version) AS Changes, max(Version) AS Version
              FROM Journal WHERE GrainKey = r.key AND Version > l.Version) AS j
            """,
            connection);
        Command.CommandTimeout = timeoutSeconds;
        Command.Parameters.Add(
            new NpgsqlParameter<List<string>> { TypedValue = _states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        Command.Parameters.Add(
            new NpgsqlParameter<List<string>> { TypedValue = _keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
    }

    public NpgsqlCommand Command { get; }

    public async ValueTask ExecuteAsync(IReadOnlyList<Read> batch)
    {
        _states.Clear();
        _keys.Clear();
        for (var n = 0; n < batch.Count; n++)
        {
            _states.Add(batch[n].State);
            _keys.Add(batch[n].Key);
        }

        await using var rows = await Command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            batch[rows.GetInt32(0) - 1].TrySetResult(new StoredRow(
                rows.GetInt32(1),
                rows.GetFieldValue<byte[]>(2),
                rows.IsDBNull(3) ? [] : rows.GetFieldValue<byte[][]>(3),
                rows.IsDBNull(4) ? null : rows.GetInt32(4)));
        }

        for (var n = 0; n < batch.Count; n++)
        {
            batch[n].TrySetResult(default);
        }
    }
}
