namespace Cashback.Health;

/// <summary>Answers whether the silo can read the store of record. Its one key is <see cref="GrainKeys.StoreProbe"/>.</summary>
[Alias("store-probe")]
public interface IStoreProbeGrain : IGrainWithStringKey
{
    /// <summary>Reads a row that never exists; an exception says that the store can't be reached.</summary>
    [Alias("read")]
    Task ReadAsync();
}
