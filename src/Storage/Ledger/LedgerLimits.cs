namespace Cashback.Ledger;

/// <param name="BatchRows">Rows of one transaction; beyond about 100 a larger batch gains little, and its callers wait longer.</param>
/// <param name="Queue">Capacity of the queue of one loop, in saves or reads.</param>
/// <param name="EnqueueTimeout">How long a caller waits for room in a full queue before it is refused.</param>
internal sealed record LedgerLimits(int BatchRows, int Queue, TimeSpan EnqueueTimeout)
{
    public static LedgerLimits Default { get; } = new(200, 2048, TimeSpan.FromSeconds(2));
}
