using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cashback.Storage;

/// <summary>
/// The SQLite file as a data source with one open connection at a time in this process. SQLite has one writer
/// anyway; without this lock the others wait in the driver's retry loop, which sleeps 150 ms a round.
/// </summary>
public sealed class SqliteStore(string path) : DbDataSource
{
    public const string Invariant = "System.Data.SQLite";

    private readonly SemaphoreSlim _lock = new(1, 1);

    public string Path => path;

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path }.ConnectionString;

    /// <summary>SQLite has no times: they are texts, in the form that its own scripts write, so that they can be compared.</summary>
    internal static string TextOf(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Locks the file for a connection that was not opened here. Blocks the thread.</summary>
    internal WriteLock Lock()
    {
        _lock.Wait();
        return new(_lock);
    }

    protected override DbConnection CreateDbConnection() => new LockedConnection(_lock, ConnectionString);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var connection = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(connection);
            _lock.Dispose();
        }

        base.Dispose(disposing);
    }

    internal readonly struct WriteLock(SemaphoreSlim fileLock) : IDisposable
    {
        public void Dispose() => fileLock.Release();
    }

    private sealed class LockedConnection(SemaphoreSlim fileLock, string connectionString) : SqliteConnection(connectionString)
    {
        private bool _holdsLock;

        public override void Open()
        {
            fileLock.Wait();
            OpenLocked();
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await fileLock.WaitAsync(cancellationToken).ConfigureAwait(false);
            OpenLocked();
        }

        public override void Close()
        {
            base.Close();
            Release();
        }

        private void OpenLocked()
        {
            _holdsLock = true;
            try
            {
                base.Open();
                Pragma("PRAGMA synchronous = FULL;");
            }
            catch
            {
                base.Close();
                Release();
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

        private void Release()
        {
            if (_holdsLock && State == ConnectionState.Closed)
            {
                _holdsLock = false;
                fileLock.Release();
            }
        }
    }
}
