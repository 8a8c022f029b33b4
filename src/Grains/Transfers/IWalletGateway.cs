namespace Cashback.Transfers;

/// <summary>The wallet service: real money to whoever has the phone number, whichever operator's it is.</summary>
public interface IWalletGateway
{
    /// <summary>False: this installation pays into no wallets; calls then throw.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Pays in. Safe to repeat with the same <paramref name="idempotencyKey"/>: the money moves once.
    /// An exception or time-out means: unknown, try again with the same key.
    /// </summary>
    /// <param name="amount">Rubles, in whole kopecks.</param>
    Task<TransferAnswer> PayInAsync(string idempotencyKey, Phone phone, decimal amount, CancellationToken cancellation);
}
