using Cashback.Storage;
using Orleans.Concurrency;

namespace Cashback.Cards;

/// <summary>One week of one card, key <c>cardweek:CARD:2026-11-16</c> (its Monday). Called by its card only, one at a time.</summary>
[Alias("card-week")]
public interface ICardWeekGrain : IGrainWithStringKey
{
    /// <summary>Keeps what is new; safe to repeat.</summary>
    [Alias("take")]
    Task<IReadOnlyList<CardTransactionResult>> TakeAsync(IReadOnlyList<CardEntry> entries);

    /// <summary>Which of these ids the week has.</summary>
    [Alias("find"), ReadOnly]
    Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<string> ids);

    [Alias("get"), ReadOnly]
    Task<CardWeek> GetAsync();
}

[CollectionAgeLimit(Minutes = 5)]
internal sealed class CardWeekGrain(
    [PersistentState(StateNames.CardWeek, StorageNames.Ledger)] IPersistentState<Stored<CardWeek>> state)
    : RecordGrain<CardWeek>(state), ICardWeekGrain
{
    public async Task<IReadOnlyList<CardTransactionResult>> TakeAsync(IReadOnlyList<CardEntry> entries)
    {
        var week = Record ?? new CardWeek();
        var (next, results) = week.Take(entries);
        if (!ReferenceEquals(next, week))
        {
            await SaveAsync(next);
        }

        return results;
    }

    public Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<string> ids)
    {
        var known = Record?.Entries.Select(entry => entry.Transaction.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        return Task.FromResult<IReadOnlyList<string>>([.. ids.Where(known.Contains)]);
    }

    public Task<CardWeek> GetAsync() => Task.FromResult(Record ?? new CardWeek());
}
