using System.Data.Common;
using Cashback.Programme;

namespace Cashback.Storage;

/// <summary>
/// The two ways of keeping the ledger have a table each, and neither sees what is in the other's: with the wrong setting
/// every subscriber would seem new.
/// </summary>
internal static class LedgerGuard
{
    /// <summary>The states of the ledger, as the migrations that move them name them.</summary>
    public static IReadOnlyList<string> States { get; } =
        [StateNames.Subscriber, StateNames.Purchase, StateNames.HistoryPage, StateNames.Statement, StateNames.Payout, StateNames.Message];

    /// <exception cref="StartupException">The ledger of this database is kept the other way.</exception>
    public static async Task CheckAsync(DbDataSource database, string ledger, CancellationToken cancellation)
    {
        var (other, where) = ledger == StorageSettings.Grouped
            ? (StorageSettings.Adonet, $"FROM OrleansStorage WHERE GrainTypeString IN ({string.Join(", ", States.Select(state => $"'{state}'"))})")
            : (StorageSettings.Grouped, "FROM Ledger");
        await using var command = database.CreateCommand($"SELECT 1 {where} LIMIT 1");
        if (await command.ExecuteScalarAsync(cancellation) is not null)
        {
            throw new StartupException(
                $"Cashback:Storage:Ledger is '{ledger}', but this database's ledger was kept with '{other}', and would seem empty. " +
                $"Set Cashback:Storage:Ledger to '{other}', or use another database.");
        }
    }
}
