using System.Collections.Immutable;

namespace Cashback.Devices;

/// <summary>The device promotions, by id.</summary>
internal sealed record DevicePromotions(ImmutableSortedDictionary<string, DevicePromotion> ById)
{
    private const int PromotionsMax = 200;

    public static DevicePromotions None { get; } = new(ImmutableSortedDictionary.Create<string, DevicePromotion>(StringComparer.Ordinal));

    public Outcome<DevicePromotions> Put(DevicePromotion promotion, decimal rewardMax) =>
        DevicePromotionRules.Fault(promotion, rewardMax) is var (field, error) ? Refuse(field, error)
        : ById.Count >= PromotionsMax && !ById.ContainsKey(promotion.Id) ? Refuse("id", new(
            $"There are {PromotionsMax} promotions; replace one that is over.",
            $"Акций уже {PromotionsMax}; замените одну из завершённых."))
        : this with { ById = ById.SetItem(promotion.Id, promotion) };

    /// <summary>What the promotions that run offer for a device, the highest reward first; of equal ones the first by id.</summary>
    public ImmutableArray<DeviceMatch> Find(Imei imei, string? sku, DateTimeOffset now) =>
    [
        .. from promotion in ById.Values
           where promotion.From <= now && now < promotion.To
           let offer = promotion.Devices.Where(device => DevicePromotionRules.Fits(device, imei, sku)).MaxBy(device => device.Reward)
           where offer is not null
           orderby offer.Reward descending, promotion.Id
           select new DeviceMatch(promotion.Id, offer.Model, offer.Reward, promotion.Budget, promotion.Limits),
    ];

    private static Rejection Refuse(string field, LocalText error) => new("unacceptable-promotion", error, RejectionKind.Unacceptable, field);
}
