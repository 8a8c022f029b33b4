using Cashback.Receipts;

namespace Cashback.Api.Catalogue;

/// <summary>The promotions of receipts, at most a second old: readers cost their grain one question a second for each facade.</summary>
public sealed class ReceiptPromotionsCache(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private volatile Read? _read;

    public async ValueTask<IReadOnlyList<ReceiptPromotion>> GetAsync()
    {
        if (_read is { } known && clock.GetUtcNow() - known.At < Kept)
        {
            return known.Promotions;
        }

        var at = clock.GetUtcNow();
        var promotions = await grains.GetGrain<IReceiptPromotionsGrain>(GrainKeys.ReceiptPromotions).ListAsync();
        _read = new Read(promotions, at);
        return promotions;
    }

    private sealed record Read(IReadOnlyList<ReceiptPromotion> Promotions, DateTimeOffset At);
}
