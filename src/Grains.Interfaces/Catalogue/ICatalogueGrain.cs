using Cashback.Stores;

namespace Cashback.Catalogue;

/// <summary>
/// All stores in one list, key <see cref="GrainKeys.Catalogue"/>. Stores tell it of every change; readers keep a copy for a
/// moment.
/// </summary>
[Alias("catalogue")]
public interface ICatalogueGrain : IGrainWithStringKey
{
    /// <summary>Null if nothing has changed since <paramref name="knownVersion"/> (0: nothing known).</summary>
    [Alias("get")]
    Task<CatalogueSnapshot?> GetAsync(long knownVersion);

    /// <summary>Takes the store into the list, or its new profile. Repeated: changes nothing.</summary>
    [Alias("put")]
    Task PutAsync(StoreProfile profile);
}

/// <param name="Version">Counts up with every change; 0 is the empty catalogue.</param>
/// <param name="Stores">Inactive ones too, in no particular order.</param>
[GenerateSerializer, Immutable, Alias("catalogue-snapshot")]
public sealed record CatalogueSnapshot([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<StoreProfile> Stores)
{
    public static CatalogueSnapshot Empty { get; } = new(0, []);
}
