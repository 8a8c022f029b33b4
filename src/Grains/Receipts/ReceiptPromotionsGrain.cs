using Cashback.Storage;

namespace Cashback.Receipts;

internal sealed class ReceiptPromotionsGrain(
    [PersistentState(StateNames.ReceiptPromotions, StorageNames.Records)] IPersistentState<Stored<ReceiptPromotionList>> state,
    TimeProvider clock)
    : RecordGrain<ReceiptPromotionList>(state), IReceiptPromotionsGrain
{
    private ReceiptPromotionList Promotions => Record ?? new();

    public Task<IReadOnlyList<ReceiptPromotion>> ListAsync() => Task.FromResult<IReadOnlyList<ReceiptPromotion>>(Promotions.All);

    public async Task<Outcome<ReceiptPromotion>> PutAsync(ReceiptPromotion draft)
    {
        var put = Promotions.Put(draft, clock.GetUtcNow());
        if (put.Value is not { } next)
        {
            return put.Rejection!;
        }

        await SaveAsync(next);
        return next.Find(draft.Id)!;
    }

    public async Task<Outcome<ReceiptPromotion>> EndAsync(string promotionId)
    {
        var known = Promotions.Find(promotionId);
        var ended = Promotions.End(promotionId, clock.GetUtcNow());
        if (ended.Value is not { } next)
        {
            return ended.Rejection!;
        }

        await SaveAsync(next);
        return next.Find(promotionId) ?? known! with { To = known.From };
    }
}
