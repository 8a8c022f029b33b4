using Cashback.Api.Account;
using Cashback.Cards;

namespace Cashback.Api.Operations;

/// <summary>
/// Gives the lines of a feed to their cards, those of one card in their order. If the store can't be reached for one of
/// them, all of it is to be sent again: what was taken is known then.
/// </summary>
internal sealed class CardFeed(IGrainFactory grains)
{
    private const int CardsAtATime = 16;
    private const int LinesAtATime = 500;

    public async Task<CardFeedBody> TakeAsync(IReadOnlyList<CardFeedLine> lines, TextLanguage language, CancellationToken cancellation)
    {
        var results = new CardFeedLineBody[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            results[i] = new(lines[i].Number, lines[i].Id, "refused", lines[i].Field, lines[i].Error?.In(language));
        }

        var cards = Enumerable.Range(0, lines.Count).Where(i => lines[i].Transaction is not null).GroupBy(i => lines[i].CardId!);
        await Parallel.ForEachAsync(
            cards,
            new ParallelOptions { MaxDegreeOfParallelism = CardsAtATime, CancellationToken = cancellation },
            async (card, _) =>
            {
                foreach (var chunk in card.Chunk(LinesAtATime))
                {
                    var taken = await grains.Card(card.Key).TakeAsync([.. chunk.Select(i => lines[i].Transaction!)]);
                    for (var i = 0; i < chunk.Length; i++)
                    {
                        results[chunk[i]] = Of(lines[chunk[i]], taken[i], language);
                    }
                }
            });
        int Count(string result) => results.Count(line => line.Result == result);
        return new CardFeedBody(Count("applied"), Count("unchanged"), Count("refused"), results);
    }

    private static CardFeedLineBody Of(CardFeedLine line, CardTransactionResult result, TextLanguage language) => new(
        line.Number,
        line.Id,
        result.Result switch
        {
            FeedResult.Applied => "applied",
            FeedResult.Unchanged => "unchanged",
            _ => "refused",
        },
        result.Field,
        result.Error?.In(language));
}
