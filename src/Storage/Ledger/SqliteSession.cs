using System.Data;
using System.Diagnostics.CodeAnalysis;
using Cashback.Storage;
using Microsoft.Data.Sqlite;

namespace Cashback.Ledger;

/// <summary>Synchronous: blocks its caller's thread.</summary>
internal sealed class SqliteSession(SqliteStore store, string serviceId) : ILedgerSession
{
    private const string Now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    private readonly List<Exception?> _verdicts = [];
    private SqliteConnection? _connection;
    private Statements? _statements;

    public ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (_connection is not null)
        {
            return default;
        }

        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(store.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            _statements = new(connection, serviceId);
            _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return default;
    }

    public ValueTask CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        connection?.Dispose();
        return default;
    }

    public ValueTask<int> SaveAsync(IReadOnlyList<Save> batch)
    {
        _verdicts.Clear();
        var statements = _statements!;
        using (store.Lock())
        {
            statements.Begin.ExecuteNonQuery();
            foreach (var save in batch)
            {
                _verdicts.Add(TrySave(statements, save));
            }

            statements.Commit.ExecuteNonQuery();
        }

        // Results are set after the commit only.
        for (var n = 0; n < batch.Count; n++)
        {
            if (_verdicts[n] is { } refusal)
            {
                batch[n].Fail(refusal);
            }
            else
            {
                batch[n].Done();
            }
        }

        return new(0);
    }

    public ValueTask ClearAsync(Save clear)
    {
        int deleted;
        using (store.Lock())
        {
            deleted = _statements!.Delete.Run(clear.Own.State, clear.Own.Key, clear.Expected);
        }

        if (deleted == 1 || clear.Expected is null)
        {
            clear.Done();
        }
        else
        {
            clear.Fail(Refusals.Conflict(clear));
        }

        return default;
    }

    public ValueTask ReadAsync(IReadOnlyList<Read> batch)
    {
        foreach (var read in batch)
        {
            read.TrySetResult(_statements!.Read(read.State, read.Key));
        }

        return default;
    }

    /// <returns>Why the save was refused; null if it was written.</returns>
    private static Exception? TrySave(Statements statements, Save save)
    {
        statements.Savepoint.ExecuteNonQuery();
        Exception? refusal;
        try
        {
            refusal = Write(statements, save);
        }
        catch (SqliteException e)
        {
            refusal = new OrleansException("The database refused the record.", e);
        }

        if (refusal is not null)
        {
            statements.RollbackToSavepoint.ExecuteNonQuery();
        }

        statements.Release.ExecuteNonQuery();
        return refusal;
    }

    private static Exception? Write(Statements statements, Save save)
    {
        var own = save.Own;
        var written = save.Expected is { } version ? statements.Update.Run(own, version) : statements.Insert.Run(own, null);
        if (written == 0)
        {
            return Refusals.Conflict(save);
        }

        List<LedgerRow>? existing = null;
        foreach (var row in save.JoinedRows)
        {
            if (statements.Insert.Run(row, null) == 0)
            {
                (existing ??= []).Add(row);
            }
        }

        if (existing is not null)
        {
            return Refusals.Exists(save, existing);
        }

        foreach (var change in save.Reminders)
        {
            statements.Change(change);
        }

        return null;
    }

    [SuppressMessage("Security", "CA2100", Justification = "Constants, and a statement of our own scripts.")]
    private sealed class Statements
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _read;
        private readonly SqliteCommand _setReminder;
        private readonly SqliteCommand _removeReminder;

        public Statements(SqliteConnection connection, string serviceId)
        {
            _connection = connection;
            Make("PRAGMA synchronous = FULL").ExecuteNonQuery();
            Begin = Make("BEGIN IMMEDIATE");
            Commit = Make("COMMIT");
            Savepoint = Make("SAVEPOINT one");
            RollbackToSavepoint = Make("ROLLBACK TO one");
            Release = Make("RELEASE one");
            Update = new(Make(
                $"""
                UPDATE Ledger SET Payload = @payload, Version = Version + 1, IndexedMonth = @month, IndexedSum = @sum, ModifiedOn = {Now}
                WHERE State = @state AND GrainKey = @key AND Version = @version
                """,
                "payload", "month", "sum", "state", "key", "version"));
            Insert = new(Make(
                $"""
                INSERT INTO Ledger (State, GrainKey, Version, IndexedMonth, IndexedSum, ModifiedOn, Payload)
                VALUES (@state, @key, 1, @month, @sum, {Now}, @payload) ON CONFLICT DO NOTHING
                """,
                "payload", "month", "sum", "state", "key"));
            Delete = new(Make(
                "DELETE FROM Ledger WHERE State = @state AND GrainKey = @key AND (@version IS NULL OR Version = @version)", "state", "key", "version"));
            _read = Make("SELECT Version, Payload FROM Ledger WHERE State = @state AND GrainKey = @key", "state", "key");

            // The statement with which Orleans registers a reminder.
            var upsert = (string)Make("SELECT QueryText FROM OrleansQuery WHERE QueryKey = 'UpsertReminderRowKey'").ExecuteScalar()!;
            _setReminder = Make(upsert, "ServiceId", "GrainId", "ReminderName", "StartTime", "Period", "GrainHash");
            _removeReminder = Make(
                "DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName",
                "ServiceId", "GrainId", "ReminderName");
            _setReminder.Parameters[0].Value = _removeReminder.Parameters[0].Value = serviceId;
        }

        public SqliteCommand Begin { get; }

        public SqliteCommand Commit { get; }

        public SqliteCommand Savepoint { get; }

        public SqliteCommand RollbackToSavepoint { get; }

        public SqliteCommand Release { get; }

        public RowStatement Update { get; }

        public RowStatement Insert { get; }

        public KeyStatement Delete { get; }

        public StoredRow Read(string state, string key)
        {
            _read.Parameters[0].Value = state;
            _read.Parameters[1].Value = key;
            using var row = _read.ExecuteReader(CommandBehavior.SingleRow);
            return row.Read() ? new(row.GetInt32(0), row.GetFieldValue<byte[]>(1)) : default;
        }

        public void Change(ReminderChange change)
        {
            var command = change.StartAt is null ? _removeReminder : _setReminder;
            command.Parameters[1].Value = change.Grain.ToString();
            command.Parameters[2].Value = change.Name;
            if (change.StartAt is { } start)
            {
                command.Parameters[3].Value = start.UtcDateTime;
                command.Parameters[4].Value = (long)change.Period.TotalMilliseconds;
                command.Parameters[5].Value = (int)change.Grain.GetUniformHashCode();
            }

            command.ExecuteNonQuery();
        }

        private SqliteCommand Make(string text, params ReadOnlySpan<string> parameters)
        {
            var command = _connection.CreateCommand();
            command.CommandText = text;
            foreach (var name in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "@" + name, Value = DBNull.Value });
            }

            command.Prepare();
            return command;
        }
    }

    private sealed class RowStatement(SqliteCommand command)
    {
        public int Run(in LedgerRow row, int? version)
        {
            var parameters = command.Parameters;
            parameters[0].Value = row.Payload.ToArray();
            parameters[1].Value = row.Month ?? (object)DBNull.Value;
            parameters[2].Value = row.Sum ?? (object)DBNull.Value;
            parameters[3].Value = row.State;
            parameters[4].Value = row.Key;
            if (version is not null)
            {
                parameters[5].Value = version;
            }

            return command.ExecuteNonQuery();
        }
    }

    private sealed class KeyStatement(SqliteCommand command)
    {
        public int Run(string state, string key, int? version)
        {
            command.Parameters[0].Value = state;
            command.Parameters[1].Value = key;
            command.Parameters[2].Value = version ?? (object)DBNull.Value;
            return command.ExecuteNonQuery();
        }
    }
}
