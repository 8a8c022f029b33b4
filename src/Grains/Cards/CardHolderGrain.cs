using Cashback.Storage;

namespace Cashback.Cards;

/// <param name="CardId">Null: the place is free again.</param>
internal sealed record CardHolder(string? CardId);

[CollectionAgeLimit(Minutes = 5)]
internal sealed class CardHolderGrain(
    [PersistentState(StateNames.CardHolder, StorageNames.Ledger)] IPersistentState<Stored<CardHolder>> state)
    : RecordGrain<CardHolder>(state), ICardHolderGrain
{
    public Task<string?> GetCardIdAsync() => Task.FromResult(Record?.CardId);

    public async Task<string> ClaimAsync(string cardId)
    {
        if (Record?.CardId is null)
        {
            await SaveAsync(new CardHolder(cardId));
        }

        return Record!.CardId!;
    }

    public Task ReleaseAsync(string cardId) => Record?.CardId == cardId ? SaveAsync(new CardHolder(CardId: null)) : Task.CompletedTask;
}
