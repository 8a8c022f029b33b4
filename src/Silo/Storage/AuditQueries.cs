using System.Data.Common;
using System.Text.Json;
using Cashback.Certificates;
using Cashback.Payouts;
using Cashback.Queries;
using Cashback.Storage;

namespace Cashback.Silo.Storage;

/// <summary>
/// Streams the records and adds them up here: the same on both databases, and by the very code that decided them. It
/// holds nobody up.
/// </summary>
internal sealed class AuditQueries(DbDataSource database) : IAuditQueries
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<Audit> AuditAsync(CancellationToken cancellation)
    {
        var audit = new Audit();
        await foreach (var (key, books) in ReadAsync<SubscriberBooks>(StateNames.Subscriber, cancellation))
        {
            audit = audit.Add(GrainKeys.IdOf(key), books);
        }

        await foreach (var (_, certificate) in ReadAsync<Certificate>(StateNames.Certificate, cancellation))
        {
            audit = audit.Add(certificate);
        }

        await foreach (var (_, payout) in ReadAsync<Payout>(StateNames.Payout, cancellation))
        {
            audit = audit.Add(payout);
        }

        return audit;
    }

    private async IAsyncEnumerable<(string Key, TRecord Record)> ReadAsync<TRecord>(
        string state, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        where TRecord : class
    {
        await using var command = database.CreateCommand(
            """
            SELECT GrainKey, Payload FROM Ledger WHERE State = @state
            UNION ALL
            SELECT GrainIdExtensionString, PayloadBinary FROM OrleansStorage WHERE GrainTypeString = @state AND PayloadBinary IS NOT NULL
            """);
        command.CommandTimeout = (int)Patience.TotalSeconds;
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
