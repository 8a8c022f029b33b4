using Orleans.Concurrency;

namespace Cashback.Stores;

/// <summary>A store's record for its desks; the same grain as <see cref="IPartnerStoreGrain"/>.</summary>
[Alias("store-record-of")]
internal interface IStoreRecordGrain : IGrainWithStringKey
{
    /// <summary>As saved, with all that older clicks were shown; null if there is no such store.</summary>
    [Alias("get"), AlwaysInterleave]
    Task<Store?> GetRecordAsync();
}
