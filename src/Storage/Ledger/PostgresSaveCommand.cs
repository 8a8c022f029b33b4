using System.Globalization;
using Cashback.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Cashback.Ledger;

/// <summary>The call that saves a batch. Its lists are reused, with their capacity.</summary>
internal sealed class PostgresSaveCommand
{
    private static readonly Comparison<LedgerRow> InOneOrder = static (left, right) =>
        string.CompareOrdinal(left.Key, right.Key) is var order and not 0 ? order : string.CompareOrdinal(left.State, right.State);

    private readonly NpgsqlParameter<bool> _alone = new();
    private readonly List<LedgerRow> _inserts = [];
    private readonly Rows _updated = new();
    private readonly Rows _inserted = new();
    private readonly List<int> _versions = [];
    private readonly List<int> _next = [];
    private readonly Rows _changed = new();
    private readonly List<int> _changedVersions = [];
    private readonly List<DateTime> _changedTimes = [];
    private readonly List<string> _dueKeys = [];
    private readonly List<string?> _dueMonths = [];
    private readonly List<string> _setGrains = [];
    private readonly List<string> _setNames = [];
    private readonly List<DateTime> _setStarts = [];
    private readonly List<long> _setPeriods = [];
    private readonly List<int> _setHashes = [];
    private readonly List<string> _removedGrains = [];
    private readonly List<string> _removedNames = [];

    public PostgresSaveCommand(NpgsqlConnection connection, string serviceId, int timeoutSeconds)
    {
        Command = new("SELECT cashback_ledger_write($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28)", connection)
        {
            CommandTimeout = timeoutSeconds,
        };
        Command.Parameters.Add(_alone);
        Add(_updated.States, NpgsqlDbType.Text);
        Add(_updated.Keys, NpgsqlDbType.Text);
        Add(_versions, NpgsqlDbType.Integer);
        Add(_next, NpgsqlDbType.Integer);
        Add(_updated.Payloads, NpgsqlDbType.Bytea);
        Add(_updated.Months, NpgsqlDbType.Text);
        Add(_updated.Sums, NpgsqlDbType.Bigint);
        Add(_changed.States, NpgsqlDbType.Text);
        Add(_changed.Keys, NpgsqlDbType.Text);
        Add(_changedVersions, NpgsqlDbType.Integer);
        Add(_changedTimes, NpgsqlDbType.TimestampTz);
        Add(_changed.Payloads, NpgsqlDbType.Bytea);
        Add(_inserted.States, NpgsqlDbType.Text);
        Add(_inserted.Keys, NpgsqlDbType.Text);
        Add(_inserted.Payloads, NpgsqlDbType.Bytea);
        Add(_inserted.Months, NpgsqlDbType.Text);
        Add(_inserted.Sums, NpgsqlDbType.Bigint);
        Add(_dueKeys, NpgsqlDbType.Text);
        Add(_dueMonths, NpgsqlDbType.Text);
        Command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = serviceId });
        Add(_setGrains, NpgsqlDbType.Text);
        Add(_setNames, NpgsqlDbType.Text);
        Add(_setStarts, NpgsqlDbType.TimestampTz);
        Add(_setPeriods, NpgsqlDbType.Bigint);
        Add(_setHashes, NpgsqlDbType.Integer);
        Add(_removedGrains, NpgsqlDbType.Text);
        Add(_removedNames, NpgsqlDbType.Text);
    }

    public NpgsqlCommand Command { get; }

    /// <param name="alone">A single save, which learns which of its rows exist already; a batch just fails on one.</param>
    /// <exception cref="PostgresException">Nothing was saved.</exception>
    public async ValueTask ExecuteAsync(IReadOnlyList<Save> batch, bool alone = false)
    {
        Clear();
        _alone.TypedValue = alone;
        for (var n = 0; n < batch.Count; n++)
        {
            Fill(batch[n]);
        }

        // In one order for all writers: otherwise two that insert the same keys could deadlock.
        _inserts.Sort(InOneOrder);
        foreach (var row in _inserts)
        {
            _inserted.Add(row);
        }

        await Command.ExecuteNonQueryAsync();
    }

    /// <summary>Rows of the last call by their numbers, <c>1,4</c>: how the function reports those that exist already.</summary>
    public IEnumerable<LedgerRow> InsertsNumbered(string numbers) =>
        numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(
            number => _inserts[int.Parse(number, CultureInfo.InvariantCulture) - 1]);

    private void Add<T>(List<T> list, NpgsqlDbType type) =>
        Command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = list, NpgsqlDbType = NpgsqlDbType.Array | type });

    private void Fill(Save save)
    {
        switch (save)
        {
            case { Expected: null }:
                _inserts.Add(save.Own);
                break;
            case { Expected: { } version, Change: null }:
                Replace(save.Own, version, version + 1);
                break;
            case { Expected: { } version, Replaced: { } snapshot }:
                Replace(save.Own, snapshot, version + 1);
                break;
        }

        if (save.Change is { } change)
        {
            _changed.Add(save.Own with { Payload = change });
            _changedVersions.Add(save.Expected + 1 ?? 1);
            _changedTimes.Add(save.At.UtcDateTime);
        }

        if (save.Due is { } due)
        {
            _dueKeys.Add(due.Key);
            _dueMonths.Add(due.Month);
        }

        foreach (var row in save.JoinedRows)
        {
            _inserts.Add(row);
        }

        foreach (var reminder in save.Reminders)
        {
            Fill(reminder);
        }
    }

    private void Replace(in LedgerRow row, int version, int next)
    {
        _updated.Add(row);
        _versions.Add(version);
        _next.Add(next);
    }

    private void Fill(ReminderChange change)
    {
        if (change.StartAt is not { } start)
        {
            _removedGrains.Add(change.Grain.ToString());
            _removedNames.Add(change.Name);
            return;
        }

        _setGrains.Add(change.Grain.ToString());
        _setNames.Add(change.Name);
        _setStarts.Add(start.UtcDateTime);
        _setPeriods.Add((long)change.Period.TotalMilliseconds);
        _setHashes.Add((int)change.Grain.GetUniformHashCode());
    }

    private void Clear()
    {
        _inserts.Clear();
        _updated.Clear();
        _inserted.Clear();
        _versions.Clear();
        _next.Clear();
        _changed.Clear();
        _changedVersions.Clear();
        _changedTimes.Clear();
        _dueKeys.Clear();
        _dueMonths.Clear();
        _setGrains.Clear();
        _setNames.Clear();
        _setStarts.Clear();
        _setPeriods.Clear();
        _setHashes.Clear();
        _removedGrains.Clear();
        _removedNames.Clear();
    }

    private sealed class Rows
    {
        public List<string> States { get; } = [];

        public List<string> Keys { get; } = [];

        public List<ReadOnlyMemory<byte>> Payloads { get; } = [];

        public List<string?> Months { get; } = [];

        public List<long?> Sums { get; } = [];

        public void Add(in LedgerRow row)
        {
            States.Add(row.State);
            Keys.Add(row.Key);
            Payloads.Add(row.Payload);
            Months.Add(row.Month);
            Sums.Add(row.Sum);
        }

        public void Clear()
        {
            States.Clear();
            Keys.Clear();
            Payloads.Clear();
            Months.Clear();
            Sums.Clear();
        }
    }
}
