using Cashback.Storage;
using Microsoft.Data.Sqlite;

namespace Cashback.Ledger;

/// <summary>Synchronous: blocks its caller's thread.</summary>
internal sealed class SqliteSession(SqliteStore store, string serviceId) : ILedgerSession
{
    private readonly List<Exception?> _verdicts = [];
    private SqliteConnection? _connection;
    private SqliteStatements? _statements;

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
    private static Exception? TrySave(SqliteStatements statements, Save save)
    {
        statements.Savepoint.ExecuteNonQuery();
        Exception? refusal;
        try
        {
            refusal = Write(statements, save);
        }
        catch (SqliteException e) when (SqliteLedger.IsAboutRows(e))
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

    private static Exception? Write(SqliteStatements statements, Save save)
    {
        var own = save.Own;
        var written = save switch
        {
            { Expected: null } => statements.Insert.Run(own) == 1,
            { Expected: { } version, Change: null } => statements.Replace(own, version, version + 1),
            { Expected: { } version, Replaced: { } snapshot } => statements.Replace(own, snapshot, version + 1),
            _ => true,
        } && (save.Change is not { } change || statements.Append(own, save.Expected + 1 ?? 1, save.At, change));
        if (!written)
        {
            return Refusals.Conflict(save);
        }

        List<LedgerRow>? existing = null;
        foreach (var row in save.JoinedRows)
        {
            if (statements.Insert.Run(row) == 0)
            {
                (existing ??= []).Add(row);
            }
        }

        if (existing is not null)
        {
            return Refusals.Exists(save, existing);
        }

        if (save.Due is { } due)
        {
            statements.Change(due);
        }

        foreach (var reminder in save.Reminders)
        {
            statements.Change(reminder);
        }

        return null;
    }
}
