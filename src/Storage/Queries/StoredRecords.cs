using System.Data.Common;
using System.Text.Json;

namespace Cashback.Storage;

/// <summary>Streams all records of a state, from both tables. It takes no locks, so writers do not wait for it.</summary>
internal sealed class StoredRecords(DbDataSource database)
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromMinutes(15);

    public async IAsyncEnumerable<(string Key, TRecord Record)> ReadAsync<TRecord>(
        string state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        where TRecord : class
    {
        await using var command = database.CreateCommand(
            """
            SELECT GrainKey, Payload FROM Ledger WHERE State = @state
            UNION ALL
            SELECT GrainIdExtensionString, PayloadBinary FROM OrleansStorage WHERE GrainTypeString = @state AND PayloadBinary IS NOT NULL
            """);
        command.CommandTimeout = (int)QueryTimeout.TotalSeconds;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("state", state);
        command.Parameters.Add(parameter);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (JsonSerializer.Deserialize<Stored<TRecord>>(rows.GetFieldValue<byte[]>(1), StateJson.Options)?.Record is { } record)
            {
                yield return (rows.GetString(0), record);
            }
        }
    }
}
