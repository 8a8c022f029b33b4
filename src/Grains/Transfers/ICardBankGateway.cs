namespace Cashback.Transfers;

/// <summary>The bank that issues the programme's cards.</summary>
public interface ICardBankGateway
{
    /// <summary>False: this installation has no card programme; calls then throw.</summary>
    bool IsConfigured { get; }

    /// <summary>
    /// Credits a card. Safe to repeat with the same <paramref name="idempotencyKey"/>: the money moves once.
    /// An exception or time-out means: unknown, try again with the same key.
    /// </summary>
    /// <param name="cardId">The bank's own id of the card, never its number.</param>
    /// <param name="amount">Rubles, in whole kopecks.</param>
    Task<TransferAnswer> CreditAsync(string idempotencyKey, string cardId, decimal amount, CancellationToken cancellation);
}
