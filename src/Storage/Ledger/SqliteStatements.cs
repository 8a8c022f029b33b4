using System.Data;
using System.Diagnostics.CodeAnalysis;
using Cashback.Storage;
using Microsoft.Data.Sqlite;

namespace Cashback.Ledger;

/// <summary>The prepared statements of one connection.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Constants, and a statement of our own scripts.")]
internal sealed class SqliteStatements
{
    private const string Now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

    private readonly SqliteConnection _connection;
    private readonly RowStatement _update;
    private readonly SqliteCommand _append;
    private readonly SqliteCommand _setDue;
    private readonly SqliteCommand _removeDue;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _readChanges;
    private readonly SqliteCommand _setReminder;
    private readonly SqliteCommand _removeReminder;

    public SqliteStatements(SqliteConnection connection, string serviceId)
    {
        _connection = connection;
        Make("PRAGMA synchronous = FULL").ExecuteNonQuery();
        Begin = Make("BEGIN IMMEDIATE");
        Commit = Make("COMMIT");
        Savepoint = Make("SAVEPOINT one");
        RollbackToSavepoint = Make("ROLLBACK TO one");
        Release = Make("RELEASE one");
        _update = new(Make(
            $"""
            UPDATE Ledger SET Payload = @payload, Version = @next, IndexedMonth = @month, IndexedSum = @sum, ModifiedOn = {Now}
            WHERE State = @state AND GrainKey = @key AND Version = @version
            """,
            "payload", "month", "sum", "state", "key", "version", "next"));
        _append = Make(
            """
            INSERT INTO Journal (GrainKey, Version, At, Payload)
            SELECT @key, @version, @at, @payload
            WHERE @version = 1
              OR EXISTS (SELECT 1 FROM Journal WHERE GrainKey = @key AND Version = @version - 1)
              OR EXISTS (SELECT 1 FROM Ledger WHERE State = @state AND GrainKey = @key AND Version = @version - 1)
            ON CONFLICT DO NOTHING
            """,
            "state", "key", "version", "at", "payload");
        _setDue = Make(
            "INSERT INTO DueMonths (GrainKey, Month) VALUES (@key, @month) ON CONFLICT (GrainKey) DO UPDATE SET Month = excluded.Month",
            "key", "month");
        _removeDue = Make("DELETE FROM DueMonths WHERE GrainKey = @key", "key");
        Insert = new(Make(
            $"""
            INSERT INTO Ledger (State, GrainKey, Version, IndexedMonth, IndexedSum, ModifiedOn, Payload)
            VALUES (@state, @key, 1, @month, @sum, {Now}, @payload) ON CONFLICT DO NOTHING
            """,
            "payload", "month", "sum", "state", "key"));
        Delete = new(Make(
            "DELETE FROM Ledger WHERE State = @state AND GrainKey = @key AND (@version IS NULL OR Version = @version)", "state", "key", "version"));
        _read = Make("SELECT Version, Payload FROM Ledger WHERE State = @state AND GrainKey = @key", "state", "key");
        _readChanges = Make("SELECT Version, Payload FROM Journal WHERE GrainKey = @key AND Version > @version ORDER BY Version", "key", "version");

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

    public RowStatement Insert { get; }

    public KeyStatement Delete { get; }

    public StoredRow Read(string state, string key)
    {
        _read.Parameters[0].Value = state;
        _read.Parameters[1].Value = key;
        using var row = _read.ExecuteReader(CommandBehavior.SingleRow);
        if (!row.Read())
        {
            return default;
        }

        var (version, changes, last) = (row.GetInt32(0), new List<byte[]>(), (int?)null);
        _readChanges.Parameters[0].Value = key;
        _readChanges.Parameters[1].Value = version;
        using var change = _readChanges.ExecuteReader();
        while (change.Read())
        {
            last = change.GetInt32(0);
            changes.Add(change.GetFieldValue<byte[]>(1));
        }

        return new(version, row.GetFieldValue<byte[]>(1), [.. changes], last);
    }

    public bool Replace(in LedgerRow row, int version, int next) => _update.Run(row, version, next) == 1;

    public bool Append(in LedgerRow row, int version, DateTimeOffset at, ReadOnlyMemory<byte> change)
    {
        _append.Parameters[0].Value = row.State;
        _append.Parameters[1].Value = row.Key;
        _append.Parameters[2].Value = version;
        _append.Parameters[3].Value = SqliteStore.TextOf(at);
        _append.Parameters[4].Value = change.ToArray();
        return _append.ExecuteNonQuery() == 1;
    }

    public void Change(DueMonth due)
    {
        var command = due.Month is null ? _removeDue : _setDue;
        command.Parameters[0].Value = due.Key;
        if (due.Month is not null)
        {
            command.Parameters[1].Value = due.Month;
        }

        command.ExecuteNonQuery();
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

internal sealed class RowStatement(SqliteCommand command)
{
    /// <param name="version">Of an update: what it replaces.</param>
    public int Run(in LedgerRow row, int? version = null, int? next = null)
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
            parameters[6].Value = next;
        }

        return command.ExecuteNonQuery();
    }
}

internal sealed class KeyStatement(SqliteCommand command)
{
    public int Run(string state, string key, int? version)
    {
        command.Parameters[0].Value = state;
        command.Parameters[1].Value = key;
        command.Parameters[2].Value = version ?? (object)DBNull.Value;
        return command.ExecuteNonQuery();
    }
}
