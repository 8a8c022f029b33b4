namespace Cashback.Stores;

/// <summary>A partner shop as it is kept: its profile, and what older clicks were shown.</summary>
/// <param name="Profile">Its tariffs are those of now; one among them may have ended since they were put.</param>
[GenerateSerializer, Immutable, Alias("store-record")]
internal sealed record Store(
    [property: Id(0)] StoreProfile Profile, [property: Id(1)] DateTimeOffset Since, [property: Id(2)] StoreTerms Terms)
{
    public static Store New(StoreProfile profile, DateTimeOffset now)
    {
        var normal = Normal(profile);
        return new(normal, now, StoreTerms.Of(normal, now));
    }

    /// <summary>The same instance if the new profile changes nothing.</summary>
    public Store Put(StoreProfile profile, DateTimeOffset now)
    {
        var next = Normal(profile) with { Tariffs = TariffHistory.Merge(Profile.Tariffs, profile.Tariffs, now) };
        return next.HasSameValues(Offer(now)) ? this : this with { Profile = next, Terms = Terms.Next(next, now) };
    }

    /// <summary>The profile without what has ended: what the store offers now or later.</summary>
    public StoreProfile Offer(DateTimeOffset now) =>
        Profile with { Tariffs = Profile.Tariffs.Where(tariff => tariff.ValidTo is null || tariff.ValidTo > now).ToList() };

    /// <summary>The profile with another boost beside the code's usual tariff, or with none.</summary>
    public Outcome<StoreProfile> WithBoost(string code, Tariff? boost, DateTimeOffset now)
    {
        var offer = Offer(now);
        if (TariffChoice.Usual(offer.Tariffs, code, now) is null)
        {
            return new Rejection("unknown-tariff", new(
                "The store has no tariff of this code that pays without end.",
                "У магазина нет бессрочного тарифа с этим кодом."), RejectionKind.NotFound);
        }

        var usual = offer.Tariffs.Where(tariff => tariff.Code != code || tariff.ValidTo is null);
        if (boost is null)
        {
            return offer with { Tariffs = usual.ToList() };
        }

        var begins = boost.ValidFrom > now ? boost.ValidFrom.Value : now;
        List<Tariff> tariffs = [.. usual, boost with { Code = code }];
        return boost.ValidTo <= begins ? NotABoost("validTo", new(
            "The end is expected after the beginning, and not in the past.",
            "Окончание должно быть позже начала и не в прошлом."))
            : StoreRules.CheckTariff(tariffs[^1]) is { } wrong ? wrong
            : TariffChoice.IsBoost(tariffs[^1], tariffs, begins) ? offer with { Tariffs = tariffs }
            : NotABoost(boost.Rate.Percent is null ? "fixed" : "percent", new(
                "A rate of the same kind, better than the usual one, is expected.",
                "Нужна ставка того же вида, выше обычной."));
    }

    /// <summary>What a click pays that was shown this version of the terms: then and for ever the same.</summary>
    public Rate RateOf(int version, DateTimeOffset at, string? tariff = null) => Terms.TariffOf(version, at, tariff).Rate;

    /// <summary>The tracking link with the click id in it, which needs no escaping.</summary>
    public string LinkFor(string clickId) =>
        (TrackingLink.ToAscii(Profile.LinkTemplate) ?? Profile.LinkTemplate).Replace(
            StoreRules.ClickPlaceholder, clickId, StringComparison.Ordinal);

    private static Rejection NotABoost(string field, LocalText why) => new("not-a-boost", why, RejectionKind.Unacceptable, field);

    private static StoreProfile Normal(StoreProfile profile) => profile with
    {
        LinkTemplate = TrackingLink.ToAscii(profile.LinkTemplate) ?? profile.LinkTemplate,
        Categories = profile.Categories.Distinct().ToList(),
        Tariffs = profile.Tariffs.ToList(),
        Regions = profile.Regions.ToList(),
    };
}
