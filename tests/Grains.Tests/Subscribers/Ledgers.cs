using Cashback.Storage;

namespace Cashback.Grains.Tests.Subscribers;

/// <summary>The two ways in which the ledger is saved: what must hold, holds in both.</summary>
internal static class Ledgers
{
    public static string[] All { get; } = [StorageSettings.Grouped, StorageSettings.Adonet];

    public static Dictionary<string, string?> Setting(string ledger) => new() { ["Cashback:Storage:Ledger"] = ledger };
}
