using System.Globalization;
using Cashback.Storage;
using Npgsql;
using NpgsqlTypes;
using Orleans.Storage;

namespace Cashback.Ledger;

internal sealed class PostgresSession(NpgsqlDataSource database, string serviceId) : ILedgerSession
{
    /// <summary>After this the database counts as away.</summary>
    private const int CommandSeconds = 10;

    /// <summary>Attempts at a save that failed because of a deadlock or a conflict with another silo's.</summary>
    private const int AttemptsAlone = 3;

    // Plans are made once, maybe while the table is empty and a sequential scan looks cheap; they must use the key's index.
    private const string PlanByKey =
        """
        SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
        SET plan_cache_mode = force_generic_plan; SET jit = off
        """;

    private readonly Save[] _alone = new Save[1];
    private NpgsqlConnection? _connection;
    private PostgresSaveCommand? _save;
    private PostgresReadCommand? _read;

    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (_connection is not null)
        {
            return;
        }

        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            await using (var settings = new NpgsqlCommand(PlanByKey, connection))
            {
                await settings.ExecuteNonQueryAsync(cancellation);
            }

            _save = new(connection, serviceId, CommandSeconds);
            _read = new(connection, CommandSeconds);
            await _save.Command.PrepareAsync(cancellation);
            await _read.Command.PrepareAsync(cancellation);
            _connection = connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    public async ValueTask<int> SaveAsync(IReadOnlyList<Save> batch)
    {
        try
        {
            await _save!.ExecuteAsync(batch);
            foreach (var save in batch)
            {
                save.Done();
            }

            return 0;
        }
        catch (PostgresException e) when (PostgresLedger.IsAboutRows(e))
        {
            // Each save is retried in its own transaction, so that a bad row fails only its own.
            foreach (var save in batch)
            {
                await SaveAloneAsync(save);
            }

            return batch.Count;
        }
    }

    public async ValueTask ClearAsync(Save clear)
    {
        await using var command = new NpgsqlCommand(
            "DELETE FROM Ledger WHERE State = $1 AND GrainKey = $2 AND ($3 IS NULL OR Version = $3)", _connection);
        command.CommandTimeout = CommandSeconds;
        command.Parameters.Add(new() { Value = clear.Own.State });
        command.Parameters.Add(new() { Value = clear.Own.Key });
        command.Parameters.Add(new() { Value = clear.Expected ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        if (await command.ExecuteNonQueryAsync() == 1 || clear.Expected is null)
        {
            clear.Done();
        }
        else
        {
            clear.Fail(Refusals.Conflict(clear));
        }
    }

    public ValueTask ReadAsync(IReadOnlyList<Read> batch) => _read!.ExecuteAsync(batch);

    private async ValueTask SaveAloneAsync(Save save)
    {
        _alone[0] = save;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _save!.ExecuteAsync(_alone, alone: true);
                save.Done();
                return;
            }
            catch (PostgresException e) when (IsInTheWay(e) && attempt < AttemptsAlone)
            {
            }
            catch (PostgresException e) when (PostgresLedger.IsAboutRows(e))
            {
                save.Fail(RefusalOf(save, e));
                return;
            }
        }
    }

    private static bool IsInTheWay(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.UniqueViolation;

    private Exception RefusalOf(Save save, PostgresException failure) => failure.SqlState switch
    {
        PostgresLedger.VersionConflict => Refusals.Conflict(save),
        PostgresLedger.RecordsExist => Refusals.Exists(save, _save!.InsertsNumbered(failure.MessageText)),
        _ => new OrleansException("The database refused the record.", failure),
    };
}

/// <summary>The exceptions of saves that lost a race.</summary>
internal static class Refusals
{
    public static InconsistentStateException Conflict(Save save) =>
        new(
            $"The record '{save.Own.State}' of {save.Own.Key} is not at the version that was read.",
            storedEtag: "unknown",
            currentEtag: save.Expected?.ToString(CultureInfo.InvariantCulture));

    /// <param name="existing">Which of the rows that were to be inserted are there already.</param>
    public static Exception Exists(Save save, IEnumerable<LedgerRow> existing)
    {
        var keys = existing.Select(row => (row.State, row.Key)).ToHashSet();
        return keys.Contains((save.Own.State, save.Own.Key))
            ? Conflict(save)
            : new RecordExistsException(
                [.. save.JoinedRows.Zip(save.JoinedWrites).Where(pair => keys.Contains((pair.First.State, pair.First.Key))).Select(
                    pair => pair.Second.Grain)]);
    }
}
