namespace Cashback.Stores;

/// <summary>A partner shop as it is kept: its profile with every tariff that an older click can still ask for.</summary>
/// <param name="Profile">Its tariffs include those that have ended.</param>
[GenerateSerializer, Immutable, Alias("store-record")]
internal sealed record Store([property: Id(0)] StoreProfile Profile, [property: Id(1)] DateTimeOffset Since)
{
    public static Store New(StoreProfile profile, DateTimeOffset now) => new(Normal(profile), now);

    /// <summary>The same instance if the new profile says nothing new.</summary>
    public Store Put(StoreProfile profile, DateTimeOffset now)
    {
        var next = Normal(profile) with { Tariffs = TariffHistory.Merge(Profile.Tariffs, profile.Tariffs, now) };
        return Same(next, Profile) ? this : this with { Profile = next };
    }

    /// <summary>The profile without what has ended: what the store offers now or later.</summary>
    public StoreProfile Offer(DateTimeOffset now) =>
        Profile with { Tariffs = Profile.Tariffs.Where(tariff => tariff.ValidTo is null || tariff.ValidTo > now).ToList() };

    public Rate RateAt(DateTimeOffset at, string? tariff = null) => TariffChoice.At(Profile.Tariffs, at, tariff).Rate;

    /// <summary>The tracking link with the click id in it, which needs no escaping.</summary>
    public string LinkFor(string clickId) =>
        Profile.LinkTemplate.Replace(StoreRules.ClickPlaceholder, clickId, StringComparison.Ordinal);

    private static StoreProfile Normal(StoreProfile profile) => profile with
    {
        Categories = profile.Categories.Distinct().ToList(),
        Tariffs = profile.Tariffs.ToList(),
        Regions = profile.Regions.ToList(),
    };

    private static bool Same(StoreProfile left, StoreProfile right) =>
        left.Categories.SequenceEqual(right.Categories)
        && left.Regions.SequenceEqual(right.Regions)
        && left.Tariffs.SequenceEqual(right.Tariffs)
        && left with { Categories = right.Categories, Regions = right.Regions, Tariffs = right.Tariffs } == right;
}
