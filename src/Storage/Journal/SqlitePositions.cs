using System.Data.Common;
using System.Globalization;

namespace Cashback.Storage;

/// <summary>SQLite has one writer at a time, so positions are committed in their order, and nobody sees one that is not.</summary>
internal sealed class SqlitePositions(DbDataSource database) : IJournalPositions
{
    public async Task<long> LastAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT seq FROM sqlite_sequence WHERE name = 'Journal'");
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation) ?? 0L, CultureInfo.InvariantCulture);
    }

    public Task WaitForWritersAsync(CancellationToken cancellation) => Task.CompletedTask;
}
