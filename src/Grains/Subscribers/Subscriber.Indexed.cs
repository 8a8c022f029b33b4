using Cashback.Storage;

namespace Cashback.Subscribers;

internal sealed partial record Subscriber : IIndexed
{
    /// <summary>The month that waits to be settled.</summary>
    YearMonth? IIndexed.IndexedMonth => SettlementDue ? Accrual.Month : null;

    long? IIndexed.IndexedSum => null;
}
