using Cashback.Stores;

namespace Cashback.Catalogue;

/// <summary>All stores, as the catalogue grain keeps them.</summary>
internal sealed record CatalogueList(long Version, IReadOnlyDictionary<string, StoreProfile> Stores)
{
    public static CatalogueList Empty { get; } = new(0, new Dictionary<string, StoreProfile>());

    /// <summary>The same instance if the profile is the one that is listed.</summary>
    public CatalogueList Put(StoreProfile profile)
    {
        if (Stores.TryGetValue(profile.Id, out var known) && known.HasSameValues(profile))
        {
            return this;
        }

        return new(Version + 1, new Dictionary<string, StoreProfile>(Stores) { [profile.Id] = profile });
    }
}
