using System.Globalization;
using System.Text.Json;
using Cashback.Purchases;
using Cashback.Reconciliations;
using Microsoft.Data.Sqlite;

namespace Cashback.Storage;

/// <summary>In a temporary file that is deleted with the process.</summary>
internal sealed class SeenLines : ISeenLines
{
    // SQLite makes a file of its own for a database without a name, removed from the folder as soon as it is open.
    private readonly SqliteConnection _connection = new("Data Source=;Pooling=False");
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _defer;
    private readonly SqliteCommand _take;

    public SeenLines()
    {
        _connection.Open();
        Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -16384;");
        Run("CREATE TABLE Seen (Line TEXT PRIMARY KEY, Status INTEGER, Amount TEXT, Currency TEXT, Version INTEGER) WITHOUT ROWID");
        Run("CREATE TABLE Deferred (Number INTEGER PRIMARY KEY, Cells TEXT)");
        Run("BEGIN");
        _find = Command("SELECT Status, Amount, Currency, Version FROM Seen WHERE Line = $line", "$line");
        _put = Command("INSERT OR REPLACE INTO Seen VALUES ($line, $status, $amount, $currency, $version)", "$line", "$status", "$amount", "$currency", "$version");
        _defer = Command("INSERT OR REPLACE INTO Deferred VALUES ($number, $cells)", "$number", "$cells");
        _take = Command("SELECT Number, Cells FROM Deferred WHERE Number > $after ORDER BY Number LIMIT $limit", "$after", "$limit");
    }

    public ReportedLine? Find(string line)
    {
        _find.Parameters[0].Value = line;
        using var row = _find.ExecuteReader();
        return row.Read()
            ? new ReportedLine(
                (ReportedStatus)row.GetInt32(0),
                row.IsDBNull(1) ? null : new Money(decimal.Parse(row.GetString(1), CultureInfo.InvariantCulture), row.GetString(2)),
                row.IsDBNull(3) ? null : new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero))
            : null;
    }

    public void Put(string line, ReportedLine said) => Execute(
        _put,
        line,
        (int)said.Status,
        said.Amount?.Amount.ToString(CultureInfo.InvariantCulture) ?? (object)DBNull.Value,
        said.Amount?.Currency ?? (object)DBNull.Value,
        said.Version is { } version ? version.UtcTicks : DBNull.Value);

    public void Defer(ReportRow row) => Execute(_defer, row.Line, JsonSerializer.Serialize(row.Values));

    public IReadOnlyList<ReportRow> Deferred(long after, int limit)
    {
        _take.Parameters[0].Value = after;
        _take.Parameters[1].Value = limit;
        using var found = _take.ExecuteReader();
        var rows = new List<ReportRow>();
        while (found.Read())
        {
            rows.Add(new ReportRow(found.GetInt64(0), JsonSerializer.Deserialize<Dictionary<string, string>>(found.GetString(1))));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[_find, _put, _defer, _take])
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static void Execute(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        command.Prepare();
        return command;
    }
}
