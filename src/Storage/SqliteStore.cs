using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Cashback.Storage;

/// <summary>
/// The SQLite file as a data source that lets one connection of this process in at a time. SQLite has one writer
/// anyway; without the gate the others wait in the driver's retry loop, which sleeps 150 ms a round.
/// </summary>
public sealed class SqliteStore(string path) : DbDataSource
{
    public const string Invariant = "System.Data.SQLite";

    private readonly SemaphoreSlim _gate = new(1, 1);

    public string Path => path;

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString;

    /// <summary>The turn of a connection that was not opened here; in a thread that may block.</summary>
    internal Turn Enter()
    {
        _gate.Wait();
        return new(_gate);
    }

    protected override DbConnection CreateDbConnection() => new GatedConnection(_gate, ConnectionString);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            _gate.Dispose();
        }

        base.Dispose(disposing);
    }

    internal readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private sealed class GatedConnection(SemaphoreSlim gate, string connectionString) : SqliteConnection(connectionString)
    {
        private bool _inside;

        public override void Open()
        {
            gate.Wait();
            OpenInside();
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            OpenInside();
        }

        public override void Close()
        {
            base.Close();
            Leave();
        }

        private void OpenInside()
        {
            _inside = true;
            try
            {
                base.Open();
                Pragma("PRAGMA synchronous = FULL;");
            }
            catch
            {
                base.Close();
                Leave();
                throw;
            }
        }

        [SuppressMessage("Security", "CA2100", Justification = "A constant.")]
        private void Pragma(string text)
        {
            using var command = CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }

        private void Leave()
        {
            if (_inside && State == ConnectionState.Closed)
            {
                _inside = false;
                gate.Release();
            }
        }
    }
}
