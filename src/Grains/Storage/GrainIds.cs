namespace Cashback.Storage;

/// <summary>Ids of grains that are not called, only written about.</summary>
internal static class GrainIds
{
    /// <summary>As of the reference to the grain, without making one each time.</summary>
    public static GrainId IdOf<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey
    {
        if (TypeOf<TGrain>.Known.IsDefault)
        {
            TypeOf<TGrain>.Known = grains.GetGrain<TGrain>(key).GetGrainId().Type;
        }

        return GrainId.Create(TypeOf<TGrain>.Known, key);
    }

    private static class TypeOf<TGrain>
    {
        public static GrainType Known { get; set; }
    }
}
