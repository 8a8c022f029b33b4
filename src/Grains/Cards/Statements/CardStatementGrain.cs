using Cashback.Storage;

namespace Cashback.Cards;

/// <summary>One closed month of one card, key <c>cardstmt:CARD:2026-11</c>: written once, then only read.</summary>
[Alias("card-statement-page")]
public interface ICardStatementGrain : IGrainWithStringKey
{
    /// <summary>The first write is kept.</summary>
    /// <returns>The statement as it is.</returns>
    [Alias("write")]
    Task<CardStatement> WriteAsync(CardStatement statement);

    [Alias("get")]
    Task<CardStatement?> GetAsync();
}

[CollectionAgeLimit(Minutes = 5)]
internal sealed class CardStatementGrain(
    [PersistentState(StateNames.CardStatement, StorageNames.Ledger)] IPersistentState<Stored<CardStatement>> state)
    : RecordGrain<CardStatement>(state), ICardStatementGrain
{
    public async Task<CardStatement> WriteAsync(CardStatement statement)
    {
        if (Record is null)
        {
            await SaveAsync(statement);
        }

        return Record!;
    }

    public Task<CardStatement?> GetAsync() => Task.FromResult(Record);
}
