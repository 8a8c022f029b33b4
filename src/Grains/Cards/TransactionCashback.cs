namespace Cashback.Cards;

/// <summary>Cashback of one transaction: a percentage of its amount, to a kopeck, once. A refund's has the opposite sign.</summary>
internal static class TransactionCashback
{
    public static decimal Of(CardTransactionKind kind, decimal amount, decimal percent) => kind switch
    {
        CardTransactionKind.Purchase => Kopecks.Round(amount * percent / 100),
        CardTransactionKind.Refund => -Kopecks.Round(amount * percent / 100),
        _ => 0,
    };

    /// <summary>What the transaction does to the card's balance.</summary>
    public static decimal Signed(this CardTransaction transaction) => transaction.Kind switch
    {
        CardTransactionKind.Purchase or CardTransactionKind.Withdrawal or CardTransactionKind.Fee => -transaction.Amount,
        _ => transaction.Amount,
    };
}
