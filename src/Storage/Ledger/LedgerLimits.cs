namespace Cashback.Ledger;

/// <param name="BatchRows">Rows of one transaction; beyond about 100 a larger one gains little and all in it wait longer.</param>
/// <param name="Queue">Saves, or reads, that may wait at one loop.</param>
/// <param name="Patience">How long a caller waits for room in a full queue before it is refused.</param>
internal sealed record LedgerLimits(int BatchRows, int Queue, TimeSpan Patience)
{
    public static LedgerLimits Default { get; } = new(200, 2048, TimeSpan.FromSeconds(2));
}
