using Cashback.Purchases;

namespace Cashback.Stores;

/// <summary>
/// Takes a store's postbacks, key <c>store:ID</c>: one on each silo, by the store's profile as it was a moment ago at most.
/// </summary>
[Alias("store-postbacks")]
public interface IStorePostbacksGrain : IGrainWithStringKey
{
    /// <summary>Adds what the store knows (rate at the click, exchange rate, deadline) and hands the report to the subscriber.</summary>
    [Alias("report")]
    ValueTask<ReportVerdict> ReportAsync(PartnerReport report);
}
