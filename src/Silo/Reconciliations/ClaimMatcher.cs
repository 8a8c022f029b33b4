using System.Collections.Concurrent;
using Cashback.Claims;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Silo.Reconciliations;

/// <summary>
/// Finds the open claims that lines of a report answer. A store's claims are read once for a run: what is filed later
/// waits for the next one.
/// </summary>
internal sealed class ClaimMatcher(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ILookup<string, Claim>>>> _stores = new();

    /// <param name="purchase">What the line's purchase is now; null: it has none.</param>
    public async Task AnswerAsync(PartnerReport report, PurchaseView? purchase)
    {
        if (report.OrderId is not { Length: > 0 } orderId || purchase is null)
        {
            return;
        }

        var open = await _stores.GetOrAdd(purchase.StoreId, storeId => new(() => ReadAsync(storeId))).Value;

        // An order number that stands under somebody else's visit answers nobody's claim: numbers can be guessed.
        foreach (var claim in open[orderId].Where(claim => claim.SubscriberId == report.SubscriberId))
        {
            await grains.GetGrain<IClaimGrain>(GrainKeys.Claim(claim.Id)).ReconciledAsync(purchase, report.Reason);
        }
    }

    private async Task<ILookup<string, Claim>> ReadAsync(string storeId) =>
        (await grains.GetGrain<IClaimBookGrain>(GrainKeys.ClaimBook(storeId)).ListAsync())
            .Where(claim => claim.Status == ClaimStatus.Open)
            .ToLookup(claim => claim.OrderId);
}
