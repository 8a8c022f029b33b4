namespace Cashback;

/// <summary>References for the postback path.</summary>
public static class GrainReferences
{
    /// <summary>As <c>GetGrain</c>, which finds out by reflection which grain type an interface is served by, each time anew.</summary>
    public static TGrain Refer<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey
    {
        if (Known<TGrain>.Types is not { } types)
        {
            var first = grains.GetGrain<TGrain>(key);
            Known<TGrain>.Types = new(first.GetGrainId().Type, ((GrainReference)(object)first).InterfaceType);
            return first;
        }

        return (TGrain)grains.GetGrain(GrainId.Create(types.Grain, key), types.Interface);
    }

    /// <summary>As of the reference to the grain, without making one.</summary>
    public static GrainId IdOf<TGrain>(this IGrainFactory grains, string key)
        where TGrain : IGrainWithStringKey =>
        Known<TGrain>.Types is { } types ? GrainId.Create(types.Grain, key) : grains.Refer<TGrain>(key).GetGrainId();

    private sealed record Types(GrainType Grain, GrainInterfaceType Interface);

    private static class Known<TGrain>
    {
        public static Types? Types { get; set; }
    }
}
