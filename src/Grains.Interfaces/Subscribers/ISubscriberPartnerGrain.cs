using Cashback.Claims;
using Cashback.Purchases;

namespace Cashback.Subscribers;

/// <summary>
/// What stores report about a subscriber, and what a subscriber does at a store. Key as of
/// <see cref="ISubscriberAccountGrain"/>.
/// </summary>
[Alias("subscriber-partner")]
public interface ISubscriberPartnerGrain : IGrainWithStringKey
{
    /// <summary>Records a visit to a store and makes its click id.</summary>
    [Alias("visit")]
    Task<Outcome<Click>> VisitStoreAsync(StoreVisit visit);

    /// <summary>
    /// Applies a network's report. Answers only after all of its effect is durable. The same or an older report again:
    /// <see cref="ReportResult.Unchanged"/>, and nothing is written.
    /// </summary>
    [Alias("report")]
    ValueTask<ReportVerdict> ReportOrderAsync(OrderReport report);

    /// <summary>
    /// Files a claim. Repeated with the same content while it is open: the same claim. Refusals: <c>not-found</c> (the
    /// visit is not this subscriber's), <c>claims-not-taken</c>, <c>claim-too-late</c>, <c>claim-exists</c>,
    /// <c>purchase-known</c>, <c>too-many-claims</c>.
    /// </summary>
    [Alias("file-claim")]
    Task<Outcome<Claim>> FileClaimAsync(ClaimFiling filing);
}
