using Cashback.Claims;
using Cashback.Networks;
using Cashback.Purchases;
using Cashback.Stores;

namespace Cashback.Reconciliations;

/// <summary>
/// Finds the open claims that lines of a report answer. The claims are read once for a run: what is filed later waits for
/// the next one.
/// </summary>
internal sealed class ClaimMatcher(IGrainFactory grains, IOpenClaims openClaims, string network)
{
    private Task<ILookup<string, Claim>>? _open;

    /// <param name="purchase">What the line's purchase is now; null: it has none.</param>
    public async Task AnswerAsync(PartnerReport report, PurchaseView? purchase)
    {
        if (report.OrderId is not { Length: > 0 } orderId || purchase is null)
        {
            return;
        }

        // An order number that belongs to the visit of another subscriber answers no claim: numbers can be guessed.
        var open = await ReadAsync();
        foreach (var claim in open[OrderNumber.Normal(orderId)]
            .Where(claim => claim.StoreId == purchase.StoreId && claim.SubscriberId == report.SubscriberId))
        {
            await grains.GetGrain<IClaimGrain>(GrainKeys.Claim(claim.Id)).ReconciledAsync(purchase, report.Reason);
        }
    }

    /// <summary>The visit of a line that names none: as an earlier report had it, or as the only claim that fits has it.</summary>
    public async Task<ClaimedVisit> FindVisitAsync(string lineId, MessageLine line)
    {
        var known = grains.GetGrain<IClaimedLineGrain>(GrainKeys.ClaimedLine(network, lineId));
        if (await known.GetClickAsync() is { } clickId)
        {
            return new(clickId, 1);
        }

        if (line.OrderId is not { Length: > 0 } orderId)
        {
            return default;
        }

        var open = await ReadAsync();
        var fitting = open[OrderNumber.Normal(orderId)].Where(claim => claim.Fits(network, lineId, line)).ToList();

        // One that still waits gets no line yet, but it keeps another from being taken for the only one that fits.
        return fitting is [{ Status: ClaimStatus.Open } claim] && await IsFreeAsync(claim, lineId)
            && await grains.GetGrain<IClaimGrain>(GrainKeys.Claim(claim.Id)).TakeLineAsync(lineId)
            ? new(await known.PutAsync(claim.ClickId, claim.Id), 1)
            : new(null, fitting.Count);
    }

    private async Task<bool> IsFreeAsync(Claim claim, string lineId)
    {
        var line = new OrderKey(network, claim.StoreId, lineId);
        var owner = await grains.GetGrain<IPurchaseGrain>(GrainKeys.Order(line)).GetOwnerAsync();
        return owner is null || owner == claim.SubscriberId;
    }

    // A reading that failed is not kept: the next caller reads again.
    private Task<ILookup<string, Claim>> ReadAsync() =>
        _open is { IsFaulted: false, IsCanceled: false } open ? open : _open = ReadOpenAsync();

    private async Task<ILookup<string, Claim>> ReadOpenAsync() =>
        (await openClaims.ListAsync(CancellationToken.None))
            .Where(claim => claim.Status is ClaimStatus.Open or ClaimStatus.Waiting && claim.Network == network)
            .ToLookup(claim => OrderNumber.Normal(claim.OrderId));
}

/// <param name="ClickId">Null: nobody's.</param>
/// <param name="Fitting">How many open claims fit the line.</param>
internal readonly record struct ClaimedVisit(string? ClickId, int Fitting);
