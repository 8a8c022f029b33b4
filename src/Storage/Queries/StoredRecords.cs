using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cashback.Storage;

/// <summary>Streams all records of a state, from both tables. It takes no locks, so writers do not wait for it.</summary>
internal sealed class StoredRecords(DbDataSource database)
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Each record as it was last saved, the changes of a journaled one applied.</summary>
    /// <exception cref="JsonException">A record is damaged, or a part of it is missing; the message names it.</exception>
    public async IAsyncEnumerable<(string Key, TRecord Record)> ReadAsync<TRecord>(
        string state, [EnumeratorCancellation] CancellationToken cancellation)
        where TRecord : class
    {
        // A snapshot comes with its first change only, and in order, so that neither side holds more than one record.
        await using var command = database.CreateCommand(
            """
            SELECT * FROM (
              SELECT l.GrainKey AS RecordKey, j.Version - l.Version AS Number,
                CASE WHEN j.Version IS NULL OR j.Version = l.Version + 1 THEN l.Payload END AS Stored, j.Payload AS Change
              FROM Ledger l LEFT JOIN Journal j ON j.GrainKey = l.GrainKey AND j.Version > l.Version
              WHERE l.State = @state ORDER BY l.GrainKey, j.Version) AS ledger
            UNION ALL
            SELECT GrainIdExtensionString, NULL, PayloadBinary, NULL FROM OrleansStorage
            WHERE GrainTypeString = @state AND PayloadBinary IS NOT NULL
            """);
        command.CommandTimeout = (int)QueryTimeout.TotalSeconds;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("state", state);
        command.Parameters.Add(parameter);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Found("", []);
        while (await rows.ReadAsync(cancellation))
        {
            if (!rows.IsDBNull(2))
            {
                if (found.Read<TRecord>() is { } record)
                {
                    yield return (found.Key, record);
                }

                found = new(rows.GetString(0), rows.GetFieldValue<byte[]>(2));
            }

            if (!rows.IsDBNull(1))
            {
                found.Add(rows.GetString(0), rows.GetInt32(1), rows.GetFieldValue<byte[]>(3));
            }
        }

        if (found.Read<TRecord>() is { } last)
        {
            yield return (found.Key, last);
        }
    }

    /// <summary>A snapshot and the changes after it, as they are read.</summary>
    private sealed class Found(string key, byte[] snapshot)
    {
        private readonly List<byte[]> _changes = [];

        public string Key => key;

        /// <param name="number">1 for the first one after the snapshot.</param>
        public void Add(string its, int number, byte[] change)
        {
            if (its != key || number != _changes.Count + 1)
            {
                throw new JsonException($"The stored record of {its} can't be read: its journal has a gap.");
            }

            _changes.Add(change);
        }

        public TRecord? Read<TRecord>()
            where TRecord : class
        {
            if (snapshot.Length == 0)
            {
                return null;
            }

            try
            {
                return JournalFold.Read<Stored<TRecord>>(snapshot, _changes).Record;
            }
            catch (JsonException e)
            {
                throw new JsonException($"The stored record of {key} can't be read. {e.Message}", e);
            }
        }
    }
}
