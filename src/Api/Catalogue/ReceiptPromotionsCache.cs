using Cashback.Receipts;

namespace Cashback.Api.Catalogue;

/// <summary>The promotions of receipts, at most a second old.</summary>
public sealed class ReceiptPromotionsCache(IGrainFactory grains, TimeProvider clock)
{
    private readonly ShortLivedCopy<IReadOnlyList<ReceiptPromotion>> _promotions = new(
        TimeSpan.FromSeconds(1), clock, () => grains.GetGrain<IReceiptPromotionsGrain>(GrainKeys.ReceiptPromotions).ListAsync());

    public Task<IReadOnlyList<ReceiptPromotion>> GetAsync() => _promotions.GetAsync();
}
